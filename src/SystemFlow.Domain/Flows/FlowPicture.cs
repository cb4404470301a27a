using System.Collections.Immutable;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Flows;

/// <summary>The steps of the way through a health and care system, in its order.</summary>
public enum FlowStep
{
    /// <summary>Calls to NHS 111.</summary>
    Nhs111,
    /// <summary>Ambulances that bring patients.</summary>
    Ambulance,
    /// <summary>People who come by themselves.</summary>
    WalkIn,
    /// <summary>The A&amp;E department.</summary>
    EmergencyDepartment,
    /// <summary>General and acute wards and critical care.</summary>
    Wards,
    /// <summary>Discharge pathway 0: home, nothing new needed.</summary>
    Pathway0,
    /// <summary>Discharge pathway 1: home with support.</summary>
    Pathway1,
    /// <summary>Discharge pathway 2: a bed for rehabilitation or intermediate care.</summary>
    Pathway2,
    /// <summary>Discharge pathway 3: a long-term bed.</summary>
    Pathway3,
    /// <summary>Home.</summary>
    Home,
    /// <summary>Home with care, crisis services or a virtual ward.</summary>
    HomeWithSupport,
    /// <summary>Community bed bases.</summary>
    BedBases,
    /// <summary>Care homes.</summary>
    CareHomes,
}

/// <summary>One number of the picture.</summary>
/// <param name="Of">The place that it is of: the one looked at, or the nearest above it that has such a thing.</param>
/// <param name="Figure">Null where there has never been one.</param>
/// <param name="IsExpected">Whether the place ought to have one; one that it neither has nor ought to have is not missing.</param>
public sealed record FlowFigure(Metric Metric, Place Of, Figure? Figure, bool IsExpected)
{
    /// <summary>Whether it is of a whole day that is over, as daily returns send it, and not of the day so far.</summary>
    public bool IsWholeDay => Metric.Period is PeriodType.Day
        || (Metric.Period is PeriodType.SinceMidnight && Figure?.Reading.Cadence >= TimeSpan.FromDays(1));
}

/// <summary>A step with its numbers, the most important first; none where nothing measures it.</summary>
public sealed record FlowStage(FlowStep Step, ImmutableArray<FlowFigure> Figures);

/// <summary>People who wait between two steps.</summary>
/// <param name="Waiting">How many, now.</param>
/// <param name="Beside">What else is known of them, such as the longest wait.</param>
/// <param name="By">How many wait for whom to act, where that is counted.</param>
public sealed record FlowDelay(FlowFigure Waiting, ImmutableArray<FlowFigure> Beside, ImmutableDictionary<Attribution, double> By)
{
    /// <summary>People waiting, an ambulance being one; null where that is not known now.</summary>
    public double? People => Waiting.Figure?.Current;

    /// <summary>Whether all who ought to say how many wait have said so.</summary>
    public bool IsComplete => People is not null && Waiting.Figure is not { Coverage.IsComplete: false };
}

/// <summary>The way from one step to the next.</summary>
/// <param name="Rate">How many people take it in a time; null where no metric measures that.</param>
/// <param name="Width">The rate as a share of the greatest in the picture, 0 to 1; null where it cannot be compared.</param>
/// <param name="Delays">Who waits on it. They may be the same people counted in two ways, so they are never added.</param>
public sealed record FlowLink(FlowStep From, FlowStep To, FlowFigure? Rate, double? Width, ImmutableArray<FlowDelay> Delays);

/// <summary>The way through a system at a moment, with what is in each step, what moves and what waits.</summary>
/// <param name="PerhapsTwice">Providers whose delayed patients may be counted twice in it (<see cref="DelayBoard.PerhapsTwice"/>).</param>
public sealed record FlowPicture(
    Place Place, ImmutableArray<FlowStage> Stages, ImmutableArray<FlowLink> Links, ImmutableArray<DelayProvider> PerhapsTwice)
{
    /// <summary>A step.</summary>
    public FlowStage this[FlowStep step] => Stages.Single(stage => stage.Step == step);

    /// <summary>The delays of the place itself, in the order of the way: those of its board, shown beside, are not compared with these.</summary>
    public ImmutableArray<FlowDelay> Own => [.. Links.SelectMany(link => link.Delays).Where(delay => delay.Waiting.Of == Place)];

    /// <summary>Where most people of the place wait; null where nobody does, or nothing is known.</summary>
    public FlowDelay? Greatest => Own.Where(delay => delay.People > 0).MaxBy(delay => delay.People);

    /// <summary>Whether each delay that the place ought to know is known in full, so that no greater one can be hidden.</summary>
    public bool KnowsItsDelays => Own.All(delay => !delay.Waiting.IsExpected || delay.IsComplete);

    /// <summary>The way that leaves one step for another.</summary>
    public FlowLink Between(FlowStep from, FlowStep to) => Links.Single(link => link.From == from && link.To == to);
}
