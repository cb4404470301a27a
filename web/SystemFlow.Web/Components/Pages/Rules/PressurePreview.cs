using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Pages.Rules;

/// <summary>One place's pressure by the rules in force and by the edit, from the same figures.</summary>
internal sealed record PressureChange(Place Place, Pressure Now, Pressure Edited)
{
    public bool IsChanged => Now.Level != Edited.Level;
}

/// <summary>What an edit of the pressure rules would do to the figures of now.</summary>
internal static class PressurePreview
{
    /// <summary>Every place that either rule set scores: those whose level changes first, the whole system before what is in it.</summary>
    public static ImmutableArray<PressureChange> Of(
        PressureRules now, PressureRules edited, IReadOnlyDictionary<PlaceCode, PlaceState> states, Footprint footprint,
        MetricDictionary dictionary)
    {
        var before = Judge(new StateRules(footprint, dictionary, now), states, footprint);
        var after = Judge(new StateRules(footprint, dictionary, edited), states, footprint);
        return
        [
            .. footprint.Places
                .Select(place => new PressureChange(place, before[place.Code].Pressure, after[place.Code].Pressure))
                .Where(change => change.Now.Coverage.Expected + change.Edited.Coverage.Expected > 0)
                .OrderByDescending(change => change.IsChanged),
        ];
    }

    private static Dictionary<PlaceCode, PlaceState> Judge(
        StateRules rules, IReadOnlyDictionary<PlaceCode, PlaceState> states, Footprint footprint)
    {
        var judged = new Dictionary<PlaceCode, PlaceState>();
        JudgeUnder(footprint.Root);
        return judged;

        PlaceState JudgeUnder(Place place)
        {
            var members = footprint.MembersOf(place.Code).Select(JudgeUnder).ToList();
            return judged[place.Code] = rules.Judge(states[place.Code], members);
        }
    }
}
