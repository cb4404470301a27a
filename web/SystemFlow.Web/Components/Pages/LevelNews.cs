using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Pages;

/// <summary>What a screen reader is told: changes of level, and nothing else.</summary>
internal static class LevelNews
{
    /// <summary><c>Lister is now OPEL 4, was OPEL 3.</c> Null when no level changed.</summary>
    public static string? Of(
        ImmutableArray<PlaceState> batch, IReadOnlyDictionary<PlaceCode, PlaceState> before, Footprint footprint)
    {
        var news = batch
            .Select(state => (State: state, Was: before.GetValueOrDefault(state.Place)))
            .Where(change => change.Was is { Version: > 0 } && change.Was.Pressure.Level != change.State.Pressure.Level)
            .Select(change =>
                $"{footprint.Find(change.State.Place).ShortName} is now {LevelText.Of(change.State.Pressure.Level)}, "
                + $"was {LevelText.Of(change.Was!.Pressure.Level)}.");
        var words = string.Join(" ", news);
        return words.Length > 0 ? words : null;
    }

    /// <summary><c>Lister: Declared OPEL 2 until 6pm.</c></summary>
    public static string OfDeclared(PlaceCode place, DeclaredLevel? declared, Footprint footprint) =>
        $"{footprint.Find(place).ShortName}: {(declared is null ? "no declared level holds now" : DeclaredText.Short(declared))}.";
}
