using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Kit;
using SystemFlow.Web.FeedKit;

namespace SystemFlow.Web.Components.Pages.Kit;

/// <summary>How a partner connects a feed: the steps, examples that work, a template, and what each refusal means.</summary>
public sealed partial class KitPage(
    Footprint footprint, MetricDictionary dictionary, FeedExamples examples, NavigationManager navigation)
{
    private Place _place = footprint.Places.First(place => place.Kind is PlaceKind.Hospital);

    /// <summary>The place that the examples are about; the first hospital unless said.</summary>
    [SupplyParameterFromQuery(Name = "place")]
    public string? Code { get; set; }

    private ImmutableArray<Metric> Asked => PlaceMetrics.Of(_place, footprint, dictionary);

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (footprint.TryFind(Code, out var place)) _place = place;
    }

    private void Choose(string? code) => navigation.NavigateTo($"/feeds/kit?place={Uri.EscapeDataString(code ?? "")}");
}
