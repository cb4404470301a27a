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
/// <param name="Changes">Every rule and place whose conditions hold by either set: those that differ first.</param>
/// <param name="Unknown">How often the edited rules cannot be judged, because a figure is missing or a change needs the past.</param>
internal sealed record AlertPreview(ImmutableArray<AlertChange> Changes, int Unknown)
{
    /// <summary>Both sets on the same figures.</summary>
    /// <param name="evidenceOf">What a place's figures of now say about a rule.</param>
    public static AlertPreview Of(
        AlertRuleSet now, AlertRuleSet edited, IReadOnlyDictionary<PlaceCode, PlaceState> states, Footprint footprint,
        Func<AlertRule, PlaceState, Evidence> evidenceOf)
    {
        var before = Judge(now).Where(IsRaised).ToDictionary(NameOf);
        var judged = Judge(edited);
        var after = judged.Where(IsRaised).ToDictionary(NameOf);
        var changes =
            from key in before.Keys.Union(after.Keys)
            let shown = after.GetValueOrDefault(key) ?? before[key]
            let change = new AlertChange(shown.Rule, shown.Place, shown.Found.Words, before.ContainsKey(key), after.ContainsKey(key))
            orderby change.IsChanged descending, change.Rule.Severity descending
            select change;
        return new AlertPreview([.. changes], judged.Count(one => one.Found.Standing is Standing.Unknown));

        List<Judged> Judge(AlertRuleSet rules) =>
        [
            .. from place in footprint.Places
               from rule in rules.For(place)
               select new Judged(rule, place, evidenceOf(rule, states[place.Code])),
        ];
    }

    private static bool IsRaised(Judged one) => one.Found.Standing is Standing.Raised;

    private static (string Rule, PlaceCode Place) NameOf(Judged one) => (one.Rule.Code, one.Place.Code);

    private sealed record Judged(AlertRule Rule, Place Place, Evidence Found);
}
