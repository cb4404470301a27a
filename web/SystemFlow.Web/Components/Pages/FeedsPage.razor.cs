using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages;

/// <summary>What feeds have sent, and how old each place's figures are. Looked at anew every few seconds.</summary>
public sealed partial class FeedsPage(
    FeedLog log, LiveView live, Footprint footprint, MetricDictionary dictionary, TimeProvider time) : IDisposable
{
    private const string NotExpected = "flow-none flow-notexpected";
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _closed = new();
    private ImmutableArray<FeedTally> _tallies = [];
    private DateTimeOffset _now;

    private IEnumerable<(string Title, List<Place> Places, List<string> Groups)> Matrices =>
        from place in footprint.Places
        where !place.Expects.IsEmpty
        group place by place.Kind into kind
        let groups = kind.SelectMany(place => place.Expects).Distinct().ToList()
        select (TitleOf(kind.Key), kind.ToList(), groups);

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => Look();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _ = FollowAsync(_closed.Token);
    }

    private async Task FollowAsync(CancellationToken closed)
    {
        try
        {
            await PageLoops.TickAsync(time, LookEvery, () => InvokeAsync(Show), closed);
        }
        catch (Exception error) when (!closed.IsCancellationRequested)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private void Show()
    {
        Look();
        StateHasChanged();
    }

    private void Look()
    {
        _tallies = log.Tallies;
        _now = time.GetUtcNow();
    }

    private static string TitleOf(PlaceKind kind) => kind switch
    {
        PlaceKind.Footprint => "Whole system",
        PlaceKind.Hospital => "Hospitals",
        PlaceKind.Trust => "Trusts",
        PlaceKind.BedBase => "Bed bases",
        PlaceKind.Locality => "Localities",
        _ => "Boards",
    };

    // Neighbouring groups that a place does not report are said once.
    private List<(string Text, string Style, int? Span)> AgesOf(Place place, List<string> groups)
    {
        var state = live[place.Code];
        var cells = new List<(string Text, string Style, int? Span)>();
        foreach (var group in groups)
        {
            if (place.Expects.Contains(group))
            {
                var (freshness, at) = Silences.Newest(state, group, dictionary, _now);
                var words = AgeText.Of(freshness, at is { } newest ? _now - newest : default);
                cells.Add((words, $"flow-age flow-age--{freshness.ToString().ToLowerInvariant()}", null));
            }
            else if (cells is [.., { Style: NotExpected } last])
            {
                cells[^1] = last with { Span = (last.Span ?? 1) + 1 };
            }
            else
            {
                cells.Add(("Not expected", NotExpected, null));
            }
        }

        return cells;
    }
}
