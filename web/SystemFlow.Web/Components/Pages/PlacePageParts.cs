using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rules;
using SystemFlow.Web.Components.Parts;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages;

/// <summary>What a place's page is made of, by the kind of place.</summary>
public sealed class PlacePageParts(Footprint footprint, MetricDictionary dictionary, IRuleBook book)
{
    /// <summary>The rules that levels come from now.</summary>
    public PressureRules Rules => book.Current.Pressure;

    /// <summary>The places that a place belongs to, the whole system first.</summary>
    public ImmutableArray<Place> Above(Place place)
    {
        var above = ImmutableArray<Place>.Empty;
        for (var at = place; at.Parent is { } parent; at = footprint.Find(parent)) above = above.Insert(0, footprint.Find(parent));
        return above;
    }

    /// <summary>Every place listed under a place: what it counts, what those count, and what it watches across the border.</summary>
    public ImmutableArray<Place> Below(Place place) =>
        [.. footprint.Under(place).Concat(footprint.RunBy(place)).Concat(footprint.AlsoWatchedBy(place.Code)).Distinct()];

    /// <summary>The lines of a place's page.</summary>
    public async ValueTask<ImmutableArray<Trend>> TrendsOfAsync(
        Trends trends, Place place, TrendRange range, CancellationToken cancellationToken, DateTimeOffset? asAt = null)
    {
        var lines = ImmutableArray.CreateBuilder<Trend>();
        foreach (var metric in PlacePanel.ChartsFor(place.Kind))
        {
            if (!IsExpected(place, dictionary[metric].Group)) continue;
            lines.Add(await trends.OfAsync(place.Code, metric, range, cancellationToken, asAt));
        }

        return lines.ToImmutable();
    }

    internal IEnumerable<(PlacePanel Panel, List<Metric> Metrics)> PanelsOf(Place place, PlaceState state) =>
        from panel in PlacePanel.For(place.Kind)
        let metrics = panel.Metrics.Select(code => dictionary[code])
            .Where(metric => state[metric.Code] is not null || IsMissed(place, metric))
            .ToList()
        where metrics.Count > 0
        select (panel, metrics);

    // A median of medians means nothing, so nobody misses it where places are added up.
    private bool IsMissed(Place place, Metric metric) =>
        metric.Cadence < TimeSpan.FromDays(1)
        && (metric.RollUp is not RollUp.None || !footprint.MembersOf(place.Code).Any())
        && IsExpected(place, metric.Group);

    internal IEnumerable<(string Title, TableOfPlaces Table, List<Place> Places)> TablesUnder(Place place)
    {
        var under = footprint.Under(place).ToList();
        List<Place> Of(params PlaceKind[] kinds) => [.. under.Where(member => kinds.Contains(member.Kind))];
        (string Title, TableOfPlaces Table, List<Place> Places)[] tables =
        [
            ("Boards", TableOfPlaces.Hospitals, Of(PlaceKind.Board)),
            ("Hospitals and trusts", TableOfPlaces.Hospitals, Of(PlaceKind.Trust, PlaceKind.Hospital)),
            ("Also watched", TableOfPlaces.Hospitals, [.. footprint.AlsoWatchedBy(place.Code)]),
            ("Bed bases", TableOfPlaces.BedBases, Of(PlaceKind.BedBase)),
            ("Bed bases that it runs, counted in their localities", TableOfPlaces.BedBases, [.. footprint.RunBy(place)]),
            ("Localities", TableOfPlaces.Localities, Of(PlaceKind.Locality)),
        ];
        return tables.Where(table => table.Places.Count > 0);
    }

    /// <summary>Whether a place has, or ought to have, a metric: to choose from.</summary>
    internal bool Has(Place place, Metric metric, PlaceState state) =>
        state[metric.Code] is not null || (!metric.IsHistory && IsMissed(place, metric));

    private bool IsExpected(Place place, string group) =>
        place.Expects.Contains(group) || footprint.Under(place).Any(member => member.Expects.Contains(group));
}
