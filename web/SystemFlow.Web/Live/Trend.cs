using System.Collections.Immutable;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Live;

/// <summary>A stretch of time up to now, and the equal steps that a chart of it is drawn in.</summary>
/// <param name="Name">As an address spells it.</param>
public sealed record TrendRange(string Name, TimeSpan Length, TimeSpan Step)
{
    /// <summary>24 hours in quarters of an hour.</summary>
    public static TrendRange Day { get; } = new("24h", TimeSpan.FromHours(24), TimeSpan.FromMinutes(15));

    /// <summary>7 days, by the hour.</summary>
    public static TrendRange Week { get; } = new("7d", TimeSpan.FromDays(7), TimeSpan.FromHours(1));

    /// <summary>30 days, three hours at a time.</summary>
    public static TrendRange Month { get; } = new("30d", TimeSpan.FromDays(30), TimeSpan.FromHours(3));

    /// <summary>The three, in the order on screen.</summary>
    public static ImmutableArray<TrendRange> All { get; } = [Day, Week, Month];

    /// <summary>Points on a line.</summary>
    public int Points => (int)(Length / Step);

    /// <summary>The range with this name; <see cref="Day"/> for any other.</summary>
    public static TrendRange Named(string? name) => All.FirstOrDefault(range => range.Name == name) ?? Day;
}

/// <summary>
/// A metric over time: at each step what the screen would have shown then, and null where it would have shown none.
/// </summary>
/// <param name="From">The start of the first step. UTC.</param>
public sealed record Trend(Metric Metric, TrendRange Range, DateTimeOffset From, ImmutableArray<double?> Values)
{
    /// <summary>The past moment at which it ends, as it was known then; null for now. UTC.</summary>
    public DateTimeOffset? AsAt { get; init; }

    /// <summary>Whether the record could not be read: that it has no values says nothing then.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>How far back it goes, in words.</summary>
    public string RangeWords => (AsAt is null ? "last " : "the ") + Range.Name switch
    {
        "7d" => "7 days",
        "30d" => "30 days",
        _ => "24 hours",
    } + (AsAt is null ? "" : " before");

    /// <summary>Whether there is nothing to draw.</summary>
    public bool IsEmpty => !Values.Any(value => value is not null);

    /// <summary>The value at a moment, or null where there was none, or none is known.</summary>
    public double? At(DateTimeOffset at)
    {
        var step = (int)Math.Floor((at - From) / Range.Step);
        return step >= 0 && step < Values.Length ? Values[step] : null;
    }
}
