using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Alerts;

/// <summary>What stands behind alerts: the figures of now, and the silences in which no alert can be raised.</summary>
public sealed class AlertFigures(LiveView live, MetricDictionary dictionary, Footprint footprint)
{
    /// <summary>What an alert watches, as it is now, with its age; null where the alert's own words say it all.</summary>
    public string? Of(AlertLine line, DateTimeOffset now) =>
        AlertText.FigureNow(line.Rule, live[line.Place.Code], dictionary, now);

    /// <summary>Which expected feeds are silent at a place and all under it (null: everywhere), in words; null for none.</summary>
    public string? SilentUnder(Place? place, DateTimeOffset now) => SilentUnder(place, now, code => live[code]);

    /// <summary>The same of other states than those of now.</summary>
    public string? SilentUnder(Place? place, DateTimeOffset now, Func<PlaceCode, PlaceState> stateOf)
    {
        var silences = Silences.Of(footprint, dictionary, stateOf, now);
        return SilenceText.Of(place is null
            ? silences
            : [.. silences.Where(silence => AlertFilter.IsUnder(footprint, silence.Place.Code, place.Code))]);
    }
}
