using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;

namespace SystemFlow.Web.Components.Pages.Rules;

/// <summary>One rule at one place whose conditions hold now, by the rules in force, by the edit, or by both.</summary>
internal sealed record AlertChange(AlertRule Rule, Place Place, string Words, bool IsRaisedNow, bool IsRaisedEdited)
{
    public bool IsChanged => IsRaisedNow != IsRaisedEdited;
}

/// <summary>What an edit of the alert rules would do to the figures of now, hold times aside.</summary>
internal static class AlertPreview
{
    /// <summary>Every rule and place whose conditions hold by either set: those that differ first.</summary>
    /// <param name="evidenceOf">What a place's figures of now say about a rule.</param>
    public static ImmutableArray<AlertChange> Of(
        AlertRuleSet now, AlertRuleSet edited, IReadOnlyDictionary<PlaceCode, PlaceState> states, Footprint footprint,
        Func<AlertRule, PlaceState, Evidence> evidenceOf)
    {
        var before = Raised(now);
        var after = Raised(edited);
        return
        [
            .. before.Keys.Union(after.Keys).Select(Of).OrderByDescending(change => change.IsChanged)
                .ThenByDescending(change => change.Rule.Severity),
        ];

        Dictionary<(string Rule, PlaceCode Place), (AlertRule Rule, Place Place, string Words)> Raised(AlertRuleSet rules) =>
        (
            from rule in rules.Rules
            where rule.Enabled
            from place in footprint.Places
            where rule.Kinds.Contains(place.Kind) && (rule.Places.IsEmpty || rule.Places.Contains(place.Code))
            let found = evidenceOf(rule, states[place.Code])
            where found.Standing is Standing.Raised
            select (rule, place, found.Words)
        ).ToDictionary(raised => (raised.rule.Code, raised.place.Code));

        AlertChange Of((string Rule, PlaceCode Place) key)
        {
            var isNow = before.TryGetValue(key, out var old);
            var isEdited = after.TryGetValue(key, out var fresh);
            var shown = isEdited ? fresh : old;
            return new AlertChange(shown.Rule, shown.Place, shown.Words, isNow, isEdited);
        }
    }
}
