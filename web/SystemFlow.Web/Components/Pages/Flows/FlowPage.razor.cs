using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Flows;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages.Flows;

/// <summary>The way through the system now, as one picture, with the delays where they stand.</summary>
public sealed partial class FlowPage(LivePageParts live, FlowRules rules, NavigationManager navigation, ViewMoment moment) : LivePage(live)
{
    private static readonly FlowStep[] Arriving = [FlowStep.Nhs111, FlowStep.Ambulance, FlowStep.WalkIn];

    private static readonly (FlowStep Pathway, FlowStep End)[] Leaving =
    [
        (FlowStep.Pathway0, FlowStep.Home), (FlowStep.Pathway1, FlowStep.HomeWithSupport), (FlowStep.Pathway2, FlowStep.BedBases),
        (FlowStep.Pathway3, FlowStep.CareHomes),
    ];

    private Place? _place;
    private ImmutableHashSet<PlaceCode> _places = [];

    /// <summary>The code of the place to show; null for the whole system.</summary>
    [SupplyParameterFromQuery(Name = "place")]
    public string? Code { get; set; }

    /// <inheritdoc/>
    protected override ImmutableHashSet<PlaceCode> Places => _places;

    /// <inheritdoc/>
    protected override bool Enter()
    {
        _place = Footprint.Root;
        if (Code is not null && !Footprint.TryFind(Code, out _place))
        {
            navigation.NotFound();
            return false;
        }

        _places = [.. rules.PlacesOf(_place).Select(place => place.Code)];
        return true;
    }
}
