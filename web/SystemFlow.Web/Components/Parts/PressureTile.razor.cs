using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Rules;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Parts;

/// <summary>How hard a board or the whole system is pressed, with the few figures that people ask for first.</summary>
public sealed partial class PressureTile(
    IRuleBook book, MetricDictionary dictionary, Footprint footprint, ViewMoment moment)
{
    private static readonly MetricCode[] Asked =
    [
        MetricCode.Parse("beds.ga.occupancy"), MetricCode.Parse("ed.in-department"), MetricCode.Parse("ed.dta-waiting"),
        MetricCode.Parse("ambulance.waiting-handover"),
    ];

    private (long Version, int Tick, long Rules, DeclaredLevel? Declared) _drawn;

    /// <summary>The board or the whole system.</summary>
    [Parameter, EditorRequired]
    public required Place Place { get; set; }

    /// <summary>It now.</summary>
    [Parameter, EditorRequired]
    public required PlaceState State { get; set; }

    /// <summary>The level that a person declared; null when none holds.</summary>
    [Parameter]
    public DeclaredLevel? Declared { get; set; }

    /// <summary>The rules that it was scored by, where those are not the ones in force now.</summary>
    [Parameter]
    public PressureRules? Rules { get; set; }

    /// <summary>Grows when ages are to be written anew.</summary>
    [Parameter, EditorRequired]
    public required int Tick { get; set; }

    private IEnumerable<Metric> Figures => Asked.Select(code => dictionary[code]);

    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        var now = (State.Version, Tick, book.Current.Version, Declared);
        var isNew = _drawn != now;
        _drawn = now;
        return isNew;
    }
}
