using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace SystemFlow.Domain.Readings;

/// <summary>
/// What one series at a place measures: a metric and, for a delay, its reason and who must act. Written
/// <c>dtoc.patients</c>, or <c>dtoc.patients;reason=A;attributable=nhs</c>.
/// </summary>
/// <param name="Reason">The published letter of a delay's reason, such as <c>Di</c>; null for all reasons.</param>
/// <param name="Attributable">Who must act; null for everybody.</param>
[JsonConverter(typeof(CodeJson<MetricKey>))]
public readonly record struct MetricKey(MetricCode Metric, string? Reason = null, Attribution? Attributable = null)
    : IParsable<MetricKey>
{
    private const string ReasonMark = ";reason=";
    private const string AttributableMark = ";attributable=";

    /// <summary>Whether it is a part of a total, not the total.</summary>
    [JsonIgnore]
    public bool IsPart => Reason is not null || Attributable is not null;

    /// <summary>The whole metric, undivided.</summary>
    public static implicit operator MetricKey(MetricCode metric) => new(metric);

    /// <inheritdoc cref="op_Implicit"/>
    public static MetricKey FromMetricCode(MetricCode metric) => new(metric);

    /// <summary>Reads the written form.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is not one.</exception>
    public static MetricKey Parse(string text) =>
        TryParse(text, null, out var key) ? key : throw new FormatException($"'{text}' is not a metric's series.");

    /// <inheritdoc/>
    static MetricKey IParsable<MetricKey>.Parse(string s, IFormatProvider? provider) => Parse(s);

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out MetricKey result)
    {
        result = default;
        var parts = (s ?? "").Split(';');
        if (!MetricCode.TryParse(parts[0], out var metric)) return false;
        result = new MetricKey(metric);
        foreach (var part in parts.Skip(1).Select(part => ";" + part))
        {
            if (part.StartsWith(ReasonMark, StringComparison.Ordinal))
            {
                result = result with { Reason = part[ReasonMark.Length..] };
            }
            else if (part.StartsWith(AttributableMark, StringComparison.Ordinal)
                && Enum.TryParse<Attribution>(part[AttributableMark.Length..], ignoreCase: true, out var body))
            {
                result = result with { Attributable = body };
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Metric
        + (Reason is null ? "" : ReasonMark + Reason)
        + (Attributable is { } body ? AttributableMark + body.ToString().ToLowerInvariant() : "");
}

/// <summary>Who must act to end a delay, as the national returns divide it.</summary>
public enum Attribution
{
    /// <summary>The NHS.</summary>
    Nhs,
    /// <summary>The council's adult social care.</summary>
    Social,
    /// <summary>Both.</summary>
    Both,
}
