using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Domain.Actions;

/// <summary>How far an action has come.</summary>
public enum ActionStatus
{
    /// <summary>Given; its owner has not said yet that they take it.</summary>
    Open,
    /// <summary>Its owner has taken it.</summary>
    Accepted,
    /// <summary>Done, with what came of it.</summary>
    Done,
    /// <summary>Its owner will not do it, with the reason.</summary>
    Declined,
    /// <summary>Not needed any more, with the reason.</summary>
    Withdrawn,
}

/// <summary>
/// One thing that an organisation is to do so that pressure is relieved: what, why, who, until when, and all that became of it.
/// Immutable: a change makes another.
/// </summary>
/// <param name="Number">Its name for good; counts up from 1.</param>
/// <param name="What">What is to be done, in words.</param>
/// <param name="Owner">The organisation or site that is to do it.</param>
/// <param name="OwnerRole">The code of the role on the rota that answers for it.</param>
/// <param name="Due">Until when. UTC.</param>
/// <param name="GivenAt">UTC.</param>
/// <param name="GivenBy">Name and role.</param>
public sealed record JointAction(
    int Number, string What, PlaceCode Owner, string OwnerRole, DateTimeOffset Due, DateTimeOffset GivenAt, string GivenBy)
{
    /// <summary>Why, in words; empty where what it is linked to says it.</summary>
    public string Why { get; init; } = "";

    /// <summary>The place whose pressure it is to relieve; null for its owner's own.</summary>
    public PlaceCode? About { get; init; }

    /// <summary>The episode of the alert that it answers; null for none.</summary>
    public string? Alert { get; init; }

    /// <summary>The call on which it was agreed, by its id; null for none.</summary>
    public string? Call { get; init; }

    /// <summary>The level that called for it; null for none.</summary>
    public OpelLevel? Level { get; init; }

    /// <summary>The code of the action card that it was given from; null for none.</summary>
    public string? Card { get; init; }

    /// <summary>How far it has come.</summary>
    public ActionStatus Status { get; init; }

    /// <summary>When it came there. UTC.</summary>
    public DateTimeOffset Since { get; init; } = GivenAt;

    /// <summary>What came of it, or why it was declined or withdrawn; empty while it is open.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>Everything that happened to it, oldest first.</summary>
    public ImmutableArray<ActionLine> Lines { get; init; } = [];

    /// <summary>When a person last did something about it: being reminded is no movement. UTC.</summary>
    public DateTimeOffset MovedAt { get; init; } = GivenAt;

    /// <summary>How often it has been given, put to another moment or passed on: each begins the reminders anew. From 1.</summary>
    public int Round { get; init; } = 1;

    /// <summary>When that round began. UTC.</summary>
    public DateTimeOffset RoundSince { get; init; } = GivenAt;

    /// <summary>Steps of <see cref="ChaseRules"/> taken in this round: the owner's three, then up to the rung that was last used.</summary>
    public int StepsTaken { get; init; }

    /// <summary>From when the half hour until the next step is counted, where that is not the moment at which it is due; null for that. UTC.</summary>
    public DateTimeOffset? WaitsFrom { get; init; }

    /// <summary>Whether nobody was on duty for the step that was due: it is tried again until somebody is.</summary>
    public bool IsUnheard { get; init; }

    /// <summary>Whether there is still something to do.</summary>
    [JsonIgnore]
    public bool IsOpen => Status is ActionStatus.Open or ActionStatus.Accepted;

    /// <summary>Grows with each thing that a person does, not with a reminder: what a person saw when they decided.</summary>
    [JsonIgnore]
    public int Version => Lines.Count(line => line.By is not null);

    /// <summary>Whether it is open although its time is over.</summary>
    public bool IsOverdue(DateTimeOffset now) => IsOpen && now > Due;

    /// <summary>Whether it is a place's own, or about it.</summary>
    public bool Concerns(PlaceCode place) => Owner == place || About == place;
}

/// <summary>What happened to an action.</summary>
public enum ActionLineKind
{
    /// <summary>It was given.</summary>
    Given,
    /// <summary>Its owner takes it.</summary>
    Accepted,
    /// <summary>There is movement.</summary>
    Updated,
    /// <summary>It is due at another moment.</summary>
    Rescheduled,
    /// <summary>It was passed on to another owner or role.</summary>
    Reassigned,
    /// <summary>It is done.</summary>
    Done,
    /// <summary>Its owner will not do it.</summary>
    Declined,
    /// <summary>It is not needed any more.</summary>
    Withdrawn,
    /// <summary>It was closed, and is open again.</summary>
    Reopened,
    /// <summary>Somebody was told, reminded or fetched; or nobody could be.</summary>
    Chased,
}

/// <summary>One line of an action's history.</summary>
/// <param name="At">UTC.</param>
/// <param name="By">Name and role; null for the program.</param>
/// <param name="Words">What happened, as a sentence or more; may be empty where the kind says it.</param>
public sealed record ActionLine(DateTimeOffset At, string? By, ActionLineKind Kind, string Words);
