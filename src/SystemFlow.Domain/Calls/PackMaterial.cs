using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Domain.Calls;

/// <summary>All that a pack is made of. Equal material makes equal packs.</summary>
/// <param name="Id">The call's name.</param>
/// <param name="Now">The system at the call's moment.</param>
/// <param name="Previous">The moment of the call before. UTC.</param>
/// <param name="Before">The system at that moment; null where nothing is known of it.</param>
/// <param name="Pressure">The pressure rules in force at the call's moment.</param>
/// <param name="Rules">The alert rules in force at the call's moment; breaches at both moments are judged by them, so that an edit is no change.</param>
/// <param name="Actions">Every joint action as it stood at the call's moment; settled ones are left out where that was before the last call.</param>
/// <param name="Missing">What ought to be reported and is not, the worst first.</param>
public sealed record PackMaterial(
    string Id, PackMoment Now, DateTimeOffset Previous, PackMoment? Before, PressureRules Pressure, AlertRuleSet Rules,
    ImmutableArray<PackAction> Actions, ImmutableArray<PackMissing> Missing, GripTerms Terms);

/// <summary>The system at a moment.</summary>
/// <param name="States">Every place.</param>
/// <param name="Declared">The declared levels that held.</param>
/// <param name="Alerts">Those that fired, were taken on or put off.</param>
/// <param name="AreAlertsKnown">Whether anybody watched; else that there is no alert says nothing.</param>
public sealed record PackMoment(
    DateTimeOffset At, ImmutableDictionary<PlaceCode, PlaceState> States, ImmutableDictionary<PlaceCode, PackDeclared> Declared,
    ImmutableArray<AlertState> Alerts, bool AreAlertsKnown)
{
    /// <summary>A place at the moment.</summary>
    public PlaceState this[PlaceCode place] => States[place];
}
