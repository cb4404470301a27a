using System.Collections.Immutable;

namespace SystemFlow.Domain.Charts;

/// <summary>
/// A run of daily values held against the limits of their own ordinary variation: an XmR chart as NHS England's Making Data
/// Count draws it.
/// </summary>
/// <param name="Mean">Of the baseline, in the metric's unit.</param>
/// <param name="Lower">Mean less 2.66 mean moving ranges, but never below what the metric can be.</param>
/// <param name="Upper">Mean and 2.66 mean moving ranges.</param>
/// <param name="Baseline">How many values mean and limits come from: the first 12, or as many as there are.</param>
/// <param name="Points">In the order given; a gap is a point without a value.</param>
/// <param name="Assurance">What the limits say about a target; null where there is none.</param>
public sealed record Xmr(
    double Mean, double Lower, double Upper, int Baseline, ImmutableArray<XmrPoint> Points, Assurance? Assurance)
{
    /// <summary>
    /// Values that limits need to be more than a trial, and that they come from. Our choice, within what Making Data Count advises, so that
    /// limits stand still once they are there.
    /// </summary>
    public const int BaselineLength = 12;

    /// <summary>Whether there are too few values yet for limits that can be relied on.</summary>
    public bool IsTrial => Baseline < BaselineLength;
}

/// <summary>One value, and what the rules say of it.</summary>
/// <param name="Value">Null for a gap.</param>
/// <param name="Rule">The first rule that it breaks, in the order of <see cref="XmrRule"/>; null for none.</param>
/// <param name="IsHigh">Whether it breaks it upwards. False where it breaks none.</param>
/// <param name="Variation">Whether that is better, worse or neither.</param>
public readonly record struct XmrPoint(double? Value, XmrRule? Rule, bool IsHigh, Variation Variation);

/// <summary>What tells a special cause from ordinary variation.</summary>
public enum XmrRule
{
    /// <summary>A value outside the limits.</summary>
    OutsideLimits,
    /// <summary>Seven or more in a row on one side of the mean.</summary>
    OneSide,
    /// <summary>Seven or more in a row, each higher than the one before it, or each lower.</summary>
    Trend,
    /// <summary>Two of three in a row near one limit: beyond two thirds of the way from the mean to it, and not outside.</summary>
    NearLimit,
}

/// <summary>What kind of variation a value shows.</summary>
public enum Variation
{
    /// <summary>Ordinary: nothing to explain.</summary>
    CommonCause,
    /// <summary>A special cause, for the better.</summary>
    Improvement,
    /// <summary>A special cause, for the worse.</summary>
    Concern,
    /// <summary>A special cause where neither way is better.</summary>
    Neutral,
}

/// <summary>What ordinary variation means for a target.</summary>
public enum Assurance
{
    /// <summary>The target lies between the limits: it will be met on some days and missed on others.</summary>
    HitAndMiss,
    /// <summary>Ordinary variation meets it.</summary>
    ConsistentlyPass,
    /// <summary>Ordinary variation misses it: it will not be met unless something changes.</summary>
    ConsistentlyFail,
}
