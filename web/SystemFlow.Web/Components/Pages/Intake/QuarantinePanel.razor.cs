using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Operations.Intake;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Intake;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.Components.Pages.Intake;

/// <summary>What of a feed was refused: in numbers for everybody, row by row for who is signed in, who may mend and dismiss.</summary>
public sealed partial class QuarantinePanel(Quarantine quarantine, QuarantineDesk desk, TimeProvider time) : IDisposable
{
    private const int RowsOnAPage = 20;
    private const int MostReasons = 12;

    private readonly CancellationTokenSource _closed = new();
    private readonly HashSet<long> _selected = [];
    private ImmutableArray<QuarantinedRow> _rows = [];
    private QuarantineState _state;
    private (string Feed, string? Reason, string? Show, int Page)? _shown;
    private Leave _leave = new(null, null);
    private string? _done;
    private string? _problem;
    private string _reason = "";
    private int _all;
    private bool _isBusy;

    /// <summary>The feed.</summary>
    [Parameter, EditorRequired]
    public required string Feed { get; set; }

    /// <summary>Its quarantine in numbers.</summary>
    [Parameter, EditorRequired]
    public required QuarantineCounts Counts { get; set; }

    /// <summary>Rows with this reason alone; null for all.</summary>
    [Parameter]
    public string? Reason { get; set; }

    /// <summary>What waits (null), was <c>corrected</c> or <c>dismissed</c>.</summary>
    [Parameter]
    public string? Show { get; set; }

    /// <summary>Which page, from 1.</summary>
    [Parameter]
    public int PageNumber { get; set; } = 1;

    /// <summary>Something was done about a row.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    private DateTimeOffset Now => time.GetUtcNow();

    private int Pages => (_all + RowsOnAPage - 1) / RowsOnAPage;

    private string Download => $"/feeds/{Uri.EscapeDataString(Feed)}/refused.csv{(Reason is null ? "" : $"?reason={Uri.EscapeDataString(Reason)}")}";

    private string SignIn => $"{SignInHosting.Path}?returnUrl={Uri.EscapeDataString(Address(Reason))}";

    private string Summary => Counts.Waiting == 0
        ? "No refused row waits to be mended."
        : $"{FeedText.Rows(Counts.Waiting)} {(Counts.Waiting == 1 ? "waits" : "wait")} to be mended or dismissed.";

    private string Lost
    {
        get
        {
            string?[] parts =
            [
                Counts.TooMany > 0 ? $"{FeedText.Rows(Counts.TooMany)} were dropped because there were too many." : null,
                Counts.TooOld > 0 ? $"{FeedText.Rows(Counts.TooOld)} were dropped because nobody looked at them in time." : null,
                Counts.NotKept > 0 ? $"{FeedText.Rows(Counts.NotKept)} could not be kept since this server started; their sender was told of them." : null,
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
    protected override async Task OnParametersSetAsync()
    {
        var shown = (Feed, Reason, Show, PageNumber);
        if (_shown != shown) (_shown, _done, _problem) = (shown, null, null);
        _state = Show switch
        {
            "corrected" => QuarantineState.Corrected,
            "dismissed" => QuarantineState.Dismissed,
            _ => QuarantineState.Waiting,
        };
        _leave = SignedIn is null ? new Leave(null, null) : desk.LeaveFor((await SignedIn).User, Feed);
        Read();
    }

    private void Read()
    {
        try
        {
            (_rows, _all) = _leave.By is null
                ? ([], 0)
                : quarantine.Read(Feed, _state, Reason, (Math.Max(PageNumber, 1) - 1) * RowsOnAPage, RowsOnAPage);
        }
        catch (DbException)
        {
            (_rows, _all, _problem) = ([], 0, "The refused rows cannot be read now. If it stays so, tell whoever runs this server.");
        }

        _selected.IntersectWith(_rows.Select(row => row.Id));
    }

    private string Address(string? reason = null, int page = 1)
    {
        List<string> query = [];
        if (_state is not QuarantineState.Waiting && page > 1) query.Add($"show={Show}");
        if (reason is not null) query.Add($"reason={Uri.EscapeDataString(reason)}");
        if (page > 1) query.Add($"page={page}");
        return $"/feeds/{Uri.EscapeDataString(Feed)}{(query.Count > 0 ? "?" : "")}{string.Join('&', query)}";
    }

    private void Select(long id, bool isSelected)
    {
        if (isSelected) _selected.Add(id);
        else _selected.Remove(id);
    }

    private void SelectAll()
    {
        if (_selected.Count == _rows.Length) _selected.Clear();
        else _selected.UnionWith(_rows.Select(row => row.Id));
    }

    private async Task DismissAsync()
    {
        if (SignedIn is null || _isBusy) return;
        _isBusy = true;
        var (isDone, words) = await desk.DismissAsync((await SignedIn).User, Feed, [.. _selected], _reason, _closed.Token);
        (_done, _problem, _isBusy) = (isDone ? words : null, isDone ? null : words, false);
        if (!isDone) return;
        _reason = "";
        _selected.Clear();
        Read();
        await OnChanged.InvokeAsync();
    }

    private async Task<ImmutableArray<RowProblem>> CorrectAsync(long id, IReadOnlyDictionary<string, string> fields)
    {
        if (SignedIn is null) return [];
        var result = await desk.CorrectAsync((await SignedIn).User, Feed, id, fields, _closed.Token);
        if (result.Done is null) return result.Problems;
        _done = result.Done;
        Read();
        await OnChanged.InvokeAsync();
        return [];
    }
}
