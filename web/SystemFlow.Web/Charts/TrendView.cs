using System.Collections.Immutable;
using SystemFlow.Domain.Charts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Plans;

namespace SystemFlow.Web.Charts;

/// <summary>Everything that a chart shows: its picture, its table and its file are made of this and nothing else.</summary>
/// <param name="At">The moment up to which it goes. UTC.</param>
/// <param name="Rows">Oldest first, a gap as a row without a value.</param>
/// <param name="Coverage">For a sum over members, how many of them are in the line; null for a place's own.</param>
public sealed record TrendView(TrendQuestion Question, DateTimeOffset At, ImmutableArray<TrendRow> Rows, Coverage? Coverage)
{
    /// <summary>Whether the record was not read: that there are no rows says nothing then.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>Whether it was not read because too much was asked for at once.</summary>
    public bool IsBusy { get; init; }

    /// <summary>Whether it goes up to a past moment, and not to now.</summary>
    public bool IsPast { get; init; }

    /// <summary>How many of the members the line that it is compared with has.</summary>
    public Coverage? EarlierCoverage { get; init; }

    /// <summary>What stood at the same time earlier as <see cref="At"/>; null where nothing did.</summary>
    public TrendMoment? EarlierNow { get; init; }

    /// <summary>The limits of ordinary variation, point by point as <see cref="Rows"/>; null where none are drawn.</summary>
    public Xmr? Spc { get; init; }

    /// <summary>Their mean and limits to two decimals, as drawn; null where none are drawn.</summary>
    public (double Mean, double Lower, double Upper)? Limits => Spc is null ? null : (TwoDecimals(Spc.Mean), TwoDecimals(Spc.Lower), TwoDecimals(Spc.Upper));

    /// <summary>The target in force at its end, or last within it; null for none.</summary>
    public Target? Target { get; init; }

    /// <summary>The trajectory that has something to say about its time; null for none.</summary>
    public Trajectory? Trajectory { get; init; }

    /// <summary>Whether no row has a value.</summary>
    public bool IsEmpty => !Rows.Any(row => row.Value is not null);

    /// <summary>The last value that is not a gap, of those that a day or a month has.</summary>
    public TrendRow? Last => Rows.Cast<TrendRow?>().LastOrDefault(row => row!.Value.Value is not null);

    /// <summary>A number as charts, tables and files have it.</summary>
    public static double TwoDecimals(double value) => Math.Round(value, 2, MidpointRounding.AwayFromZero);
}

/// <summary>One point of a chart.</summary>
/// <param name="At">When its step, its day or its month begins. UTC.</param>
/// <param name="Value">In the metric's unit, a percentage to two decimals; null for a gap.</param>
/// <param name="EarlierAt">The same time earlier; null where nothing is compared.</param>
/// <param name="Earlier">The value then.</param>
/// <param name="Plan">What was planned, of a month for the whole of it.</param>
/// <param name="Target">The target in force.</param>
public readonly record struct TrendRow(
    DateTimeOffset At, double? Value, DateTimeOffset? EarlierAt, double? Earlier, double? Plan, double? Target);

/// <summary>A value at a moment.</summary>
/// <param name="Coverage">For a sum over members, how many of them are in it.</param>
public sealed record TrendMoment(DateTimeOffset At, double Value, Coverage? Coverage);
