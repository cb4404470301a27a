using System.Text.Json;
using System.Text.Json.Serialization;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Series.Influx;

/// <summary>
/// What a reading has beside its value and moments, as JSON in one field: a point that is written again keeps the fields that it does
/// not name, so that a field of its own for each would keep the note of a submission that was replaced.
/// </summary>
/// <param name="Method">Null for a count by a system.</param>
/// <param name="Cadence">In ticks.</param>
/// <param name="Start">The period's, in ticks.</param>
/// <param name="SaidKnown">Whether the moment at which it was known was given, though it is that of its submission.</param>
/// <param name="Thinned">What it was thinned out to; null where it was not.</param>
internal sealed record About(
    string Source, Method? Method, long? Cadence, Absent? Absent, long? Start, bool? SaidKnown, double? Numerator, double? Denominator,
    string? MessageId, string? Comment, double? AmendedFrom, long? AmendedAt, Summary? StandsFor, Stretched? Thinned)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    // Nearly every reading of a feed says the same, and this is asked for each: the last is kept, whole, so that threads may race.
    private static Tuple<About, string>? _lastWritten;
    private static Tuple<string, About>? _lastRead;

    public static string Write(Reading reading, Stretched thinned)
    {
        var about = new About(
            reading.Source,
            reading.Method == default ? null : reading.Method,
            reading.Cadence?.Ticks,
            reading.Absent,
            reading.PeriodStart?.UtcTicks,
            reading.KnownAt == reading.SubmittedAt ? true : null,
            reading.Numerator,
            reading.Denominator,
            reading.MessageId,
            reading.Comment,
            reading.AmendedFrom,
            reading.AmendedAt?.UtcTicks,
            reading.StandsFor,
            thinned == Stretched.No ? null : thinned);
        if (_lastWritten is { } last && last.Item1 == about) return last.Item2;
        var text = JsonSerializer.Serialize(about, Json);
        _lastWritten = Tuple.Create(about, text);
        return text;
    }

    /// <summary>Whether it is worth reading for what was merged: most are not. A note may hold the word too.</summary>
    public static bool MayStandForSeveral(string about) => about.Contains("standsFor", StringComparison.Ordinal);

    /// <inheritdoc cref="MayStandForSeveral"/>
    public static bool MayBeThinned(string about) => about.Contains("thinned", StringComparison.Ordinal);

    /// <exception cref="SeriesException">Somebody else wrote it.</exception>
    public static About Read(Row row)
    {
        if (_lastRead is { } last && last.Item1 == row.About) return last.Item2;
        try
        {
            var about = JsonSerializer.Deserialize<About>(row.About, Json)!;
            _lastRead = Tuple.Create(row.About, about);
            return about;
        }
        catch (JsonException error)
        {
            throw new SeriesException(
                $"A point at {Moments.Utc(row.Period):O} in InfluxDB was not written by this program. Give it a database of its own "
                + "(Series:Influx:Database), and let nothing else write there.", error);
        }
    }
}
