using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using SystemFlow.Domain.Calls;

namespace SystemFlow.Web.Calls;

/// <summary>Escalation calls. Section <c>Calls</c>.</summary>
public sealed class CallOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Calls";

    private const int MostTimes = 12;
    private const string Form = "HH:mm";

    private static readonly ImmutableArray<string> UsualPartners =
        ["NHS 111 and out of hours", "Ambulance service", "County council social care", "Community Bed Bureau", "Commissioners"];

    /// <summary>When the calls are, by the clocks in England: 1 to 12 times such as <c>11:00</c>, each once. Default 11:00 and 15:00.</summary>
    public string[]? Times { get; init; }

    /// <summary>Who is asked on a call beside the trusts and boards of the footprint, by name; at most 20. Default five partners.</summary>
    public string[]? Partners { get; init; }

    /// <summary>How long a critical alert fires before an action about it is missed. Default 30 minutes; 5 minutes to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00",
        ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true, ErrorMessage = "Calls:AlertFor must be 5 minutes to 1 day.")]
    public TimeSpan AlertFor { get; init; } = GripTerms.Standard.AlertFor;

    /// <summary>How long an open action may stand still. Default 2 hours; 15 minutes to 7 days.</summary>
    [Range(typeof(TimeSpan), "00:15:00", "7.00:00:00",
        ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true, ErrorMessage = "Calls:StillFor must be 15 minutes to 7 days.")]
    public TimeSpan StillFor { get; init; } = GripTerms.Standard.StillFor;

    /// <summary>Whether an action that has not moved since the last call stands still too. Default false.</summary>
    public bool SinceLastCall { get; init; }

    /// <summary>How soon before its end a declared level is asked about. Default 1 hour; 0 to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00",
        ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true, ErrorMessage = "Calls:EndsWithin must be 0 to 1 day.")]
    public TimeSpan EndsWithin { get; init; } = GripTerms.Standard.EndsWithin;

    /// <summary>The times as they count.</summary>
    internal CallTimes CallTimes => Times is null ? CallTimes.Standard : new CallTimes(Times.Select(time => TimeOnly.ParseExact(time, Form, CultureInfo.InvariantCulture)));

    /// <summary>The partners as they count.</summary>
    internal ImmutableArray<string> PartnerNames => Partners is null ? UsualPartners : [.. Partners.Select(name => name.Trim())];

    /// <summary>What counts as a grip gap.</summary>
    internal GripTerms Terms => new(AlertFor, StillFor, SinceLastCall, EndsWithin);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Times is { Length: 0 or > MostTimes }) yield return new($"Calls:Times must list 1 to {MostTimes} times.");
        foreach (var time in Times ?? [])
        {
            if (!TimeOnly.TryParseExact(time, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                yield return new($"Calls:Times must list times such as 11:00; '{time}' is none.");
            }
        }

        if (Times is not null && Times.Distinct(StringComparer.Ordinal).Count() < Times.Length) yield return new("Calls:Times must list each time once.");
        if (Partners is { Length: > 20 } || Partners?.Any(name => name.Trim().Length is 0 or > 60) is true)
        {
            yield return new("Calls:Partners must list at most 20 names of 1 to 60 characters.");
        }
    }
}
