using System.Collections.Immutable;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Calls;

/// <summary>What a pack is judged by.</summary>
/// <param name="Pressure">Name and version of the pressure rules.</param>
/// <param name="MostPoints">The top of their scale; 4 where the worst level counts.</param>
/// <param name="IsWorst">Whether the worst level that is triggered counts, and there are no points.</param>
/// <param name="Alerts">Name and version of the alert rules.</param>
public sealed record PackBasis(string Pressure, double MostPoints, bool IsWorst, string Alerts);

/// <summary>A number with what a reader must know before acting on it.</summary>
/// <param name="Name">What is counted, as on the screens.</param>
/// <param name="Value">In the unit; null where it is not known now. A silent value is not known now.</param>
/// <param name="At">When its oldest part was true; of a value that is not known, when it was last heard. Null for never. UTC.</param>
/// <param name="Of">How many organisations it is from, of those that ought to be in it; null for one organisation's own.</param>
public sealed record PackFigure(string Name, Unit Unit, double? Value, DateTimeOffset? At, Freshness Freshness, Coverage? Of = null)
{
    /// <summary>Of free beds, how many more are in use than are open, where an organisation has more patients than beds; null for none.</summary>
    public double? Over { get; init; }
}

/// <summary>A place's level at the moment and at the last call.</summary>
/// <param name="Board">The board that it belongs to, or is; null for what belongs to the whole system alone.</param>
/// <param name="Level">Calculated; null where too little is known.</param>
/// <param name="Score">On the rules' scale.</param>
/// <param name="Lowest">The score if everything missing were calm.</param>
/// <param name="Highest">The score if everything missing were at its worst.</param>
/// <param name="Known">Measures known of those in the rules; for a sum, members.</param>
/// <param name="Measures">Each measure's share; empty for a sum over members.</param>
/// <param name="Before">The level calculated at the last call; null where it was not known.</param>
/// <param name="Declared">The level that a person declared; null where none holds.</param>
/// <param name="NewestAt">When its newest figure was true. UTC.</param>
public sealed record PackLevel(
    PlaceCode Place, string Name, PlaceKind Kind, PlaceCode? Board, OpelLevel? Level, double? Score, double Lowest, double Highest,
    Coverage Known, ImmutableArray<PackMeasure> Measures, OpelLevel? Before, PackDeclared? Declared, DateTimeOffset? NewestAt)
{
    /// <summary>The level that counts for what must be done: the worse of calculated and declared; null where neither is known.</summary>
    public OpelLevel? Worse => (Level, Declared?.Level) switch
    {
        ({ } calculated, { } declared) => calculated > declared ? calculated : declared,
        var (calculated, declared) => calculated ?? declared,
    };

    /// <summary>Declared less calculated, in levels; null where either is not known.</summary>
    public int? Differs => Level is { } calculated && Declared is { } declared ? declared.Level - calculated : null;
}

/// <summary>What one measure adds to a place's level.</summary>
/// <param name="Points">Null when the value is missing: never 0 for want of data.</param>
public sealed record PackMeasure(MetricCode Metric, string Name, Unit Unit, double? Value, int? Points, int MostPoints);

/// <summary>A level that a person declared, as it held at a moment.</summary>
/// <param name="By">Name and role.</param>
/// <param name="Until">When it was to end by itself. UTC.</param>
/// <param name="Calculated">What was calculated when it was declared; null for not known.</param>
public sealed record PackDeclared(OpelLevel Level, string Reason, string By, DateTimeOffset At, DateTimeOffset Until, OpelLevel? Calculated);

/// <summary>Something that an alert rule names and is so at the moment.</summary>
/// <param name="Rule">The rule's code.</param>
/// <param name="Title">As a lead reads it.</param>
/// <param name="Figure">The figure of the rule's first condition.</param>
/// <param name="Threshold">What raises it, in the figure's unit.</param>
/// <param name="IsLowerWorse">Whether at or below the threshold is a breach.</param>
/// <param name="Do">What the rule says is to be done.</param>
/// <param name="Phase">How far the alert had come; null where none was open: not yet, or kept quiet by a planned event or another alert.</param>
/// <param name="FiredAt">When it fired. UTC.</param>
/// <param name="By">Who took it on or put it off.</param>
/// <param name="IsNew">Whether it was none at the last call; null where that is not known.</param>
public sealed record PackBreach(
    PlaceCode Place, string Name, PlaceCode? Board, string Rule, string Title, Severity Severity, PackFigure Figure, double Threshold,
    bool IsLowerWorse, string Do, AlertPhase? Phase, DateTimeOffset? FiredAt, string? By, bool? IsNew);

/// <summary>What was a breach at the last call, and is none.</summary>
/// <param name="IsKnown">Whether it is over; false where nothing is known of it any more, which is no comfort.</param>
public sealed record PackEnded(PlaceCode Place, string Name, string Rule, string Title, PackFigure Figure, bool IsKnown);

/// <summary>A figure at the last call and at the moment.</summary>
/// <param name="IsWorse">Whether it got worse; null where the metric has no bad side.</param>
public sealed record PackMove(PlaceCode Place, string Name, MetricCode Metric, string Title, Unit Unit, double Before, double Now, bool? IsWorse);

/// <summary>Delayed transfers of care at the moment.</summary>
/// <param name="Boards">Each board's sum.</param>
/// <param name="Reasons">Reason against who must act, over the whole system.</param>
/// <param name="Before">Patients at the last call; null where that is not known.</param>
/// <param name="BeforeOf">From how many organisations that was.</param>
/// <param name="Unknown">Organisations that ought to be in it, by name.</param>
public sealed record PackDelays(
    DelaySum All, DelaySum Acute, DelaySum NonAcute, ImmutableArray<PackDelayBoard> Boards, ImmutableArray<DelayReasonRow> Reasons,
    double? Before, Coverage BeforeOf, ImmutableArray<string> Unknown)
{
    /// <summary>Providers that report beside sites that they run, by name, so that the same patients may be in the sums twice.</summary>
    public ImmutableArray<string> PerhapsTwice { get; init; } = [];

    /// <summary>Organisations whose total is not what its reasons add up to, by name.</summary>
    public ImmutableArray<string> Disagreeing { get; init; } = [];
}

/// <summary>A board's delayed transfers.</summary>
public sealed record PackDelayBoard(PlaceCode Place, string Name, DelaySum Sum);

/// <summary>Where a patient can be cared for.</summary>
public enum CapacityKind
{
    /// <summary>General and acute beds.</summary>
    Acute,
    /// <summary>Community bed bases.</summary>
    Community,
    /// <summary>Care homes.</summary>
    CareHomes,
    /// <summary>Virtual wards.</summary>
    VirtualWard,
}

/// <summary>Capacity of one kind at a place. Nothing in <paramref name="Potential"/> is added up: one patient may be in several.</summary>
/// <param name="Now">Open and free.</param>
/// <param name="Prospective">What is expected to become free today; empty where nothing measures it.</param>
/// <param name="Potential">What others could free; empty where nothing measures it.</param>
/// <param name="Waiting">Who waits for it; null where nothing measures it.</param>
public sealed record PackCapacity(
    CapacityKind Kind, PlaceCode Place, string Name, PackFigure Now, ImmutableArray<PackFigure> Prospective,
    ImmutableArray<PackFigure> Potential, PackFigure? Waiting);

/// <summary>A joint action as it stood at the moment.</summary>
/// <param name="Owner">The organisation that is to do it.</param>
/// <param name="OwnerRole">The code of the role that answers for it.</param>
/// <param name="About">The place that it is about; null for none.</param>
/// <param name="Alert">The episode of the alert that it answers; null for none.</param>
/// <param name="Since">When it came to its status. UTC.</param>
/// <param name="MovedAt">When anybody last wrote or did something about it. UTC.</param>
public sealed record PackAction(
    int Number, string What, PlaceCode Owner, string OwnerName, string OwnerRole, DateTimeOffset Due, DateTimeOffset GivenAt, string GivenBy,
    PlaceCode? About, string? Alert, ActionStatus Status, DateTimeOffset Since, DateTimeOffset MovedAt, string Outcome)
{
    /// <summary>Whether somebody still has something to do.</summary>
    public bool IsOpen => Status is ActionStatus.Open or ActionStatus.Accepted;
}

/// <summary>Something that a place is expected to report and does not, or not in time.</summary>
/// <param name="Groups">The metric groups concerned; empty when it is all that the place is expected to report.</param>
/// <param name="LastAt">When it was last heard; null for never. UTC.</param>
public sealed record PackMissing(PlaceCode Place, string Name, ImmutableArray<string> Groups, Freshness Freshness, DateTimeOffset? LastAt);
