using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Operations.Intake;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Health;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages.Intake;

/// <summary>One feed: how it does, what it serves, and what of it was refused. Looked at anew every few seconds.</summary>
public sealed partial class FeedPage(
    FeedBoard board, FeedLedger ledger, Footprint footprint, MetricDictionary dictionary, NavigationManager navigation, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _closed = new();
    private FeedView? _feed;
    private ImmutableArray<(DateOnly Day, FeedCounts Counts)> _days = [];
    private DateTimeOffset _at;

    /// <summary>The feed's name.</summary>
    [Parameter]
    public string Feed { get; set; } = "";

    /// <summary>Refused rows with this reason alone; null for all.</summary>
    [SupplyParameterFromQuery]
    public string? Reason { get; set; }

    /// <summary>Refused rows that wait (null), were <c>corrected</c> or <c>dismissed</c>.</summary>
    [SupplyParameterFromQuery]
    public string? Show { get; set; }

    /// <summary>Which page of them, from 1.</summary>
    [SupplyParameterFromQuery(Name = "page")]
    public int? PageNumber { get; set; }

    private string About
    {
        get
        {
            string?[] parts =
            [
                _feed!.Record is { } record
                    ? $"First seen {UkTime.DateAndClock(record.FirstSeen)}, last {AgeText.Ago(_at - record.LastSeen)}."
                    : "Nothing has been counted for it.",
                _feed is { Key: not null, Record.Sources: { Count: > 0 } sources } ? $"It names as its sources: {string.Join(", ", sources)}." : null,
                _feed.Key is { Places.IsEmpty: false } key
                    ? $"Its key may write for {string.Join(", ", key.Places.Select(place => footprint.TryFind(place.ToString(), out var known) ? known.ShortName : place.ToString()))}."
                    : _feed.Key is not null ? "Its key may write for every place." : null,
                _feed.Record?.ToldAt is { } told ? $"Its owner was last told of trouble {AgeText.Ago(_at - told)}." : null,
            ];
            return string.Join(' ', parts.OfType<string>());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        Look();
        if (_feed is null) navigation.NotFound();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _ = FollowAsync(_closed.Token);
    }

    private async Task FollowAsync(CancellationToken closed)
    {
        try
        {
            await PageLoops.TickAsync(time, LookEvery, () => InvokeAsync(LookAgain), closed);
        }
        catch (Exception error) when (!closed.IsCancellationRequested)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private void LookAgain()
    {
        Look();
        StateHasChanged();
    }

    private void Look()
    {
        var now = board.Now();
        _at = now.At;
        _feed = now.Feeds.FirstOrDefault(feed => feed.Feed == Feed);
        var today = Domain.Alerts.EnglandCalendar.DateOf(_at);
        _days = _feed?.Record is { } record
            ? [.. ledger.Days(Feed, today, FeedLedger.DaysKept).Where(day => day.Day >= Domain.Alerts.EnglandCalendar.DateOf(record.FirstSeen))]
            : []; // What came before it was first seen was not counted: that is not 0.
    }

    private string NameOf(MetricKey key) => key.IsPart ? $"{dictionary[key.Metric].Name} ({key})" : dictionary[key.Metric].Name;

    private static string ReasonsOf(FeedCounts counts)
    {
        var rows = counts.Refused.Select(reason => $"{FeedText.Reason(reason.Key)} {FigureText.Number(reason.Value)}");
        var bodies = counts.RefusedBodies.Select(reason => $"whole messages: {FeedText.Reason(reason.Key)} {FigureText.Number(reason.Value)}");
        var words = string.Join(", ", rows.Concat(bodies));
        return words.Length > 0 ? words : "None";
    }
}
