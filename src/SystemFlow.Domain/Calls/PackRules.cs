using System.Collections.Immutable;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Calls;

/// <summary>Composes a call pack. A function: nothing is read, and no clock is asked.</summary>
public sealed class PackRules(Footprint footprint, MetricDictionary dictionary)
{
    private static readonly ImmutableArray<PlaceKind> WithLevels =
        [PlaceKind.Footprint, PlaceKind.Board, PlaceKind.Trust, PlaceKind.Hospital, PlaceKind.BedBase];

    private readonly BreachRules _breaches = new(footprint, dictionary);
    private readonly CapacityRules _capacity = new(footprint, dictionary);
    private readonly MoveRules _moves = new(footprint, dictionary);
    private readonly DelayRules _delays = new(footprint, dictionary);
    private readonly GripRules _grip = new(footprint);

    /// <summary>The pack of a call.</summary>
    public CallPack Compose(PackMaterial material)
    {
        var (now, before) = (material.Now, material.Before);
        ImmutableArray<PackLevel> levels =
            [.. footprint.Places.Where(place => WithLevels.Contains(place.Kind)).Select(place => LevelOf(place, now, before))];
        var breaches = _breaches.Of(material.Rules, now, before);
        ImmutableArray<PackAction> actions =
            [.. material.Actions.Where(action => action.IsOpen || action.Since > material.Previous).OrderBy(action => action.Number)];
        return new CallPack(
            CallPack.Newest, material.Id, now.At, material.Previous, before is not null, now.AreAlertsKnown,
            new PackBasis(
                $"{material.Pressure.Name} {material.Pressure.Version}", material.Pressure.MostPoints,
                material.Pressure.Combine is Combine.Worst, $"{material.Rules.Name} {material.Rules.Version}"),
            material.Terms, levels, breaches, before is null ? [] : _breaches.Ended(material.Rules, now, before),
            before is null ? [] : _moves.Of(now, before), DelaysOf(now, before), _capacity.Of(now), actions, material.Missing,
            _grip.Of(levels, now.Alerts, code => TitleOf(material, code), actions, material.Terms, now.At, material.Previous));
    }

    private static string TitleOf(PackMaterial material, string rule) =>
        material.Rules.Rules.FirstOrDefault(one => one.Code == rule)?.Name ?? rule;

    private PackLevel LevelOf(Place place, PackMoment now, PackMoment? before)
    {
        var (state, pressure) = (now[place.Code], now[place.Code].Pressure);
        ImmutableArray<PackMeasure> measures =
        [
            .. pressure.Parts.Select(part => new PackMeasure(
                part.Metric, dictionary[part.Metric].Name, dictionary[part.Metric].Unit, part.Value, part.Points, part.MostPoints)),
        ];
        return new PackLevel(
            place.Code, place.ShortName, place.Kind, footprint.BoardOf(place)?.Code, pressure.Level, pressure.Score, pressure.Lowest,
            pressure.Highest, pressure.Coverage, measures, before?[place.Code].Pressure.Level, now.Declared.GetValueOrDefault(place.Code),
            NewestOf(place, now));
    }

    // A month's total that arrives says nothing about how things are.
    private DateTimeOffset? NewestOf(Place place, PackMoment now) => now[place.Code].Figures
        .Where(figure => figure.Value.Reading.Value is not null && !dictionary[figure.Key.Metric].IsHistory)
        .Max(figure => (DateTimeOffset?)figure.Value.Reading.PeriodEnd);

    private PackDelays DelaysOf(PackMoment now, PackMoment? before)
    {
        var board = _delays.BoardOf(footprint.Root, place => now[place]);
        var earlier = before is null ? null : _delays.BoardOf(footprint.Root, place => before[place]).All;
        return new PackDelays(
            board.All, board.Acute, board.NonAcute,
            [
                .. footprint.Places.Where(place => place.Kind is PlaceKind.Board)
                    .Select(place => new PackDelayBoard(place.Code, place.ShortName, _delays.BoardOf(place, code => now[code]).All)),
            ],
            board.Reasons, earlier?.Patients, earlier?.Coverage ?? default,
            [.. board.Counts.Where(count => count.Patients is null).Select(count => count.Place.ShortName)])
        {
            PerhapsTwice = [.. board.PerhapsTwice.Select(provider => provider.Name)],
            Disagreeing = [.. board.Disagreeing.Select(count => count.Place.ShortName)],
        };
    }
}
