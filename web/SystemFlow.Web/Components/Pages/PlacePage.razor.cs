using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Components.Parts;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages;

/// <summary>One place now, why its level is what it is, how it came there, and what belongs to it.</summary>
public sealed partial class PlacePage(
    LivePageParts live, PlacePageParts parts, DelayRules delays, Trends trends, NavigationManager navigation, ViewMoment moment)
    : LivePage(live)
{
    private Place? _place;
    private ImmutableArray<Place> _above = [];
    private ImmutableArray<Place> _below = [];
    private ImmutableArray<Trend> _trends = [];
    private TrendRange _range = TrendRange.Day;

    /// <summary>The place's code.</summary>
    [Parameter]
    public required string Code { get; set; }

    /// <summary>How far back trends go: 24h, 7d or 30d.</summary>
    [SupplyParameterFromQuery]
    public string? Range { get; set; }

    /// <inheritdoc/>
    protected override ImmutableHashSet<PlaceCode> Places =>
        _place is null ? [] : [_place.Code, .. _below.Concat(delays.PlacesOf(_place)).Select(place => place.Code)];

    private PressureRules Rules => Past?.Rules ?? parts.Rules;

    private PlaceState State => StateOf(_place!.Code);

    private string About => string.Join(". ", new[] { People, _place?.Town, _place?.Operator, _place?.About?.TrimEnd('.') }.OfType<string>().Append(""));

    private string? People => _place?.Population is { } people ? $"{FigureText.Number(people)} people, January 2018" : null;

    // A locality is as pressed as its bed bases; one without has nothing to be scored by.
    private bool IsScored => _place is { Kind: not PlaceKind.Locality } || _below.Any(place => place.Kind is PlaceKind.BedBase);

    private string NewestWords =>
        PlaceFigures.Newest(State, Dictionary, Now) is { At: { } at, Freshness: var freshness }
            ? $"Newest figure: {AgeText.Of(freshness, Now - at)}."
            : "Nothing has ever arrived from here.";

    private IEnumerable<(PlacePanel Panel, List<Metric> Metrics)> Panels => parts.PanelsOf(_place!, State);

    private IEnumerable<(string Title, TableOfPlaces Table, List<Place> Places)> Tables => parts.TablesUnder(_place!);

    /// <inheritdoc/>
    protected override bool Enter()
    {
        _range = TrendRange.Named(Range);
        if (!Footprint.TryFind(Code, out var place))
        {
            navigation.NotFound();
            return false;
        }

        _place = place;
        _above = parts.Above(place);
        _below = parts.Below(place);
        return true;
    }

    /// <inheritdoc/>
    protected override async Task LookAsync(CancellationToken superseded)
    {
        var lines = await parts.TrendsOfAsync(trends, _place!, _range, superseded, Past?.At);
        superseded.ThrowIfCancellationRequested();
        _trends = lines;
    }

    /// <inheritdoc/>
    protected override void Forget() => _trends = [];
}
