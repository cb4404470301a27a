using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Health;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages.Intake;

/// <summary>How each feed does, and how old each place's figures are. Looked at anew every few seconds.</summary>
public sealed partial class FeedsPage(FeedBoard board, Footprint footprint, TimeProvider time) : IDisposable
{
    private const string NotExpected = "flow-none flow-notexpected";
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly ImmutableArray<(int Days, string Words)> Ranges = [(1, "Today"), (7, "7 days"), (14, "14 days")];

    private readonly CancellationTokenSource _closed = new();
    private FeedsNow _now = new(default, [], []);
    private ILookup<PlaceCode, GroupHealth>? _groups;
    private int _days = 1;

    /// <summary>How many days are counted, today included: 1, 7 or 14.</summary>
    [SupplyParameterFromQuery]
    public int? Days { get; set; }

    private string RangeWords => _days == 1 ? "today" : $"on the last {_days} days";

    private string Summary
    {
        get
        {
            if (_now.Feeds.IsEmpty) return "No feed has a key yet.";
            var states = _now.Feeds.GroupBy(feed => feed.State).OrderByDescending(state => state.Key)
                .Select(state => $"{state.Count()} {(state.Key is FeedState.NothingYet ? "yet to send" : FeedText.Of(state.Key).ToLowerInvariant())}");
            return $"{(_now.Feeds.Length == 1 ? "1 feed" : $"{_now.Feeds.Length} feeds")}: {string.Join(", ", states)}.";
        }
    }

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
    protected override void OnParametersSet() => _days = Ranges.Any(range => range.Days == Days) ? Days!.Value : 1;

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
        _now = board.Now();
        _groups = _now.Groups.ToLookup(group => group.Place);
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
    private List<(string Text, string? Note, string Style, int? Span)> CellsOf(Place place, List<string> groups)
    {
        var cells = new List<(string Text, string? Note, string Style, int? Span)>();
        foreach (var group in groups)
        {
            if (place.Expects.Contains(group))
            {
                var health = _groups![place.Code].First(one => one.Group == group);
                var note = health.Behind > 0 ? $"{health.Behind} of {health.Metrics.Length} behind" : null;
                cells.Add((FeedText.Of(health.Standing, health.LastAt, health.OverdueBy, _now.At), note, FeedText.Style(health.Standing), null));
            }
            else if (cells is [.., { Style: NotExpected } last])
            {
                cells[^1] = last with { Span = (last.Span ?? 1) + 1 };
            }
            else
            {
                cells.Add(("Not expected", null, NotExpected, null));
            }
        }

        return cells;
    }
}
