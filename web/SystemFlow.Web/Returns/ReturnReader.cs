using System.Collections.Immutable;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Returns;
using SystemFlow.Feeds.Sitreps;
using SystemFlow.Series;

namespace SystemFlow.Web.Returns;

/// <summary>
/// Reads from the record what the daily situation report asks for, as last amended, and works it out by the functions that work out
/// the screens: so that a figure here is the figure there.
/// </summary>
public sealed class ReturnReader(ISeriesStore store, Footprint footprint, MetricDictionary dictionary, TimeProvider time)
{
    private readonly StateRules _rules = new(footprint, dictionary, PressureRules.Standard);

    /// <summary>The acute trusts, those with hospitals: each of them makes a return.</summary>
    public IEnumerable<Place> Trusts =>
        footprint.Places.Where(place => place.Kind is PlaceKind.Trust && footprint.MembersOf(place.Code).Any(member => member.Kind is PlaceKind.Hospital));

    /// <summary>Every trust's return that is due on a day. What has not been counted yet is blank.</summary>
    /// <exception cref="SeriesException">The record cannot be read.</exception>
    public async Task<ImmutableArray<SitrepReturn>> ReadAsync(DateOnly due, CancellationToken cancellationToken)
    {
        var (bedsAt, eventsAt) = (ReturnTimes.BedsAt(due), ReturnRules.EndOfEvents(due));
        var beds = await StatesAsync(ReturnRules.BedMetrics, bedsAt, (place, metric) => NewestAsync(place, metric, due, cancellationToken));
        var events = await StatesAsync(
            ReturnRules.EventMetrics, eventsAt, (place, metric) => OfDayAsync(place, metric, due.AddDays(-1), cancellationToken));
        return [.. Trusts.Select(trust => ReturnRules.Of(trust, due, beds[trust.Code], events[trust.Code], time.GetUtcNow()))];
    }

    private async Task<ImmutableDictionary<PlaceCode, PlaceState>> StatesAsync(
        ImmutableArray<MetricCode> metrics, DateTimeOffset at, Func<PlaceCode, MetricCode, Task<Reading?>> read)
    {
        var own = new Dictionary<PlaceCode, ImmutableDictionary<MetricKey, Reading>>();
        foreach (var place in Trusts.SelectMany(trust => footprint.Under(trust).Prepend(trust)).Select(place => place.Code))
        {
            var readings = OwnReadings.None;
            foreach (var metric in metrics)
            {
                if (await read(place, metric) is { } reading) readings = readings.With(reading);
            }

            own[place] = readings;
        }

        return _rules.StatesOf(own, at);
    }

    // Of the day itself: a daily figure of the day before would pass for today's until today's is sent.
    private async Task<Reading?> NewestAsync(PlaceCode place, MetricCode metric, DateOnly due, CancellationToken cancellationToken)
    {
        Reading? newest = null;
        var (from, to) = (ReturnTimes.EventsOf(due).To, ReturnTimes.BedsAt(due).AddTicks(1));
        await foreach (var reading in store.ReadAsync(place, metric, from, to, cancellationToken)) newest = reading;
        return newest;
    }

    private async Task<Reading?> OfDayAsync(PlaceCode place, MetricCode metric, DateOnly day, CancellationToken cancellationToken)
    {
        var (from, to) = ReturnTimes.EventsOf(day.AddDays(1));
        var readings = new List<Reading>();
        await foreach (var reading in store.ReadAsync(place, metric, from.AddTicks(1), to, cancellationToken)) readings.Add(reading);
        foreach (var end in ReturnRules.EndsOf(day))
        {
            await foreach (var reading in store.ReadAsync(place, metric, end, end.AddTicks(1), cancellationToken)) readings.Add(reading);
        }

        return ReturnRules.OfDay(readings, day);
    }
}
