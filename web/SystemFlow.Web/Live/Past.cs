using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;

namespace SystemFlow.Web.Live;

/// <summary>Whether a past moment can be shown.</summary>
public enum PastOutcome
{
    /// <summary>Something was known then.</summary>
    Known,
    /// <summary>Nothing was: the record begins later.</summary>
    BeforeTheRecord,
    /// <summary>The record cannot be read at the moment.</summary>
    Unreadable,
    /// <summary>What was asked for is no moment.</summary>
    NoMoment,
    /// <summary>The moment has not come yet.</summary>
    InTheFuture,
    /// <summary>It is being read.</summary>
    Reading,
    /// <summary>So many moments are asked for that this one has to be asked for again.</summary>
    Busy,
}

/// <summary>The whole system as it was known at a moment.</summary>
/// <param name="At">The moment. UTC.</param>
/// <param name="States">Every place's; without figures where there is nothing to show.</param>
/// <param name="Rules">The pressure rules that it is scored by.</param>
public sealed record Past(
    DateTimeOffset At, ImmutableDictionary<PlaceCode, PlaceState> States, PressureRules Rules, PastOutcome Outcome)
{
    /// <summary>When the record begins, where the moment lies before it; null also for an empty record. UTC.</summary>
    public DateTimeOffset? Begins { get; init; }

    /// <summary>Alerts and declared levels as they stood, and what levels did in the hour before.</summary>
    public EventsAsAt Events { get; init; } = EventsAsAt.None;

    /// <summary>Whether levels and alerts were watched then: what was imported, or came before the program ran, was not.</summary>
    public bool WasWatched => Events.Since <= At;

    /// <summary>Whether every alert of then is known: those that are over are not kept for ever.</summary>
    public bool AreAlertsKnown => Events.AlertsSince <= At;
}
