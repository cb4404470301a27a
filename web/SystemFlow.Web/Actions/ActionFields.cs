using SystemFlow.Domain.Actions;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Actions;

/// <summary>What a person fills in to give an action.</summary>
public sealed class ActionFields
{
    /// <summary>What is to be done.</summary>
    public string What { get; set; } = "";

    /// <summary>Why; may be empty where it is linked to what says it.</summary>
    public string Why { get; set; } = "";

    /// <summary>The code of the place that is to do it.</summary>
    public string Owner { get; set; } = "";

    /// <summary>The code of the role that answers for it.</summary>
    public string OwnerRole { get; set; } = "";

    /// <summary>Until when, as the clock on the wall in England has it; null while nothing is chosen.</summary>
    public DateTime? Due { get; set; }

    /// <summary>The moment that <see cref="Due"/> was set from, where it was not typed: on a night in October the clock on the wall names two. UTC.</summary>
    public DateTimeOffset? DueFrom { get; private set; }

    /// <summary>The code of the place whose pressure it relieves; empty for the owner's own.</summary>
    public string About { get; set; } = "";

    /// <summary>The episode of the alert that it answers; null for none.</summary>
    public string? Alert { get; set; }

    /// <summary>The call on which it is agreed; null for none.</summary>
    public string? Call { get; set; }

    /// <summary>The level that calls for it, 1 to 4; null for none.</summary>
    public int? Level { get; set; }

    /// <summary>The action card that it is given from; null for none.</summary>
    public string? Card { get; set; }

    /// <summary>The place whose pressure it relieves, by its code.</summary>
    public string Relieves => About.Length > 0 ? About : Owner;

    /// <summary>Makes it due at a moment. UTC.</summary>
    public void DueBy(DateTimeOffset moment) => (Due, DueFrom) = (UkTime.Wall(moment), moment);

    /// <summary>The moment at which it is due; null while nothing is chosen. UTC.</summary>
    public DateTimeOffset? DueMoment(DateTimeOffset now) => UkTime.Moment(Due, DueFrom, now);
}

/// <summary>What a person fills in to do something about an action.</summary>
public sealed class ActionChangeFields
{
    /// <summary>What they do.</summary>
    public ActionLineKind Kind { get; set; }

    /// <summary>The <see cref="JointAction.Version"/> that they saw.</summary>
    public int Version { get; set; }

    /// <summary>The outcome, the reason or the update.</summary>
    public string Words { get; set; } = "";

    /// <summary>The new moment, as the clock on the wall in England has it.</summary>
    public DateTime? Due { get; set; }

    /// <summary>The moment that <see cref="Due"/> was set from, where it was not typed. UTC.</summary>
    public DateTimeOffset? DueFrom { get; private set; }

    /// <summary>The code of the new owner; empty for the same.</summary>
    public string Owner { get; set; } = "";

    /// <summary>The code of the new role; empty for the same.</summary>
    public string OwnerRole { get; set; } = "";

    /// <summary>Makes it due at a moment. UTC.</summary>
    public void DueBy(DateTimeOffset moment) => (Due, DueFrom) = (UkTime.Wall(moment), moment);

    /// <summary>The new moment; null where none is chosen. UTC.</summary>
    public DateTimeOffset? DueMoment(DateTimeOffset now) => UkTime.Moment(Due, DueFrom, now);
}

/// <summary>What became of something that a person asked.</summary>
/// <param name="Action">The action as it stands; null where there is none.</param>
/// <param name="Problems">Why nothing was done, each with the id of its field or nothing; none when it was done.</param>
public sealed record ActionAnswer(JointAction? Action, System.Collections.Immutable.ImmutableArray<(string Field, string Words)> Problems);
