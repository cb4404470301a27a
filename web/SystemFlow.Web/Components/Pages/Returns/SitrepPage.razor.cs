using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Returns;
using SystemFlow.Operations.Events;
using SystemFlow.Series;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;
using SystemFlow.Web.Returns;

namespace SystemFlow.Web.Components.Pages.Returns;

/// <summary>The daily situation report of each acute trust: what the record has, what was signed, and the signing.</summary>
public sealed partial class SitrepPage(Permits permits, ReturnDesk desk, MetricDictionary dictionary, NavigationManager navigation, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _closed = new();
    private readonly Dictionary<string, SignFields> _fields = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, ImmutableArray<string>> _problems = ImmutableDictionary<string, ImmutableArray<string>>.Empty;
    private ImmutableArray<ReturnView> _views = [];
    private DateOnly _due;
    private string? _author;
    private ClaimsPrincipal _person = new();
    private string? _problem;
    private string _spoken = "";

    /// <summary>The day on which the return is due, as 2026-11-27; today where it is left out.</summary>
    [Parameter]
    public string? Date { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    private IEnumerable<(string Title, List<Line> Figures)> Groups =>
    [
        ($"Beds at 8am on {UkTime.Date(_due)}", [.. _views[0].Now.Beds.Select(LineOf)]),
        ($"Events of {UkTime.Date(_due.AddDays(-1))}", [.. _views[0].Now.Events.Select(LineOf)]),
    ];

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _author = await permits.SomewhereAsync(SignedIn, Act.SignReturn);
        _person = SignedIn is null ? new() : (await SignedIn).User;
        var due = desk.Today;
        var isDay = Date is null || DateOnly.TryParseExact(Date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out due);
        if (!isDay || due > desk.Today || due < ReturnDesk.First)
        {
            navigation.NotFound();
            return;
        }

        if (due != _due)
        {
            _fields.Clear();
            (_views, _spoken, _problems) = ([], "", _problems.Clear());
        }

        _due = due;
        await LookAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _ = FollowAsync();
    }

    // Figures of a day are amended seldom: a look every half minute is soon enough.
    private async Task FollowAsync()
    {
        try
        {
            await PageLoops.TickAsync(time, LookEvery, () => InvokeAsync(ShowAsync), _closed.Token);
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private async Task ShowAsync()
    {
        await LookAsync();
        StateHasChanged();
    }

    private async Task LookAsync()
    {
        var due = _due;
        try
        {
            var views = await desk.ReadAsync(due, _closed.Token);
            if (due == _due) (_views, _problem) = (views, null);
        }
        catch (Exception error) when (error is SeriesException or EventLogException)
        {
            _problem = "The record cannot be read now, so no figure is shown. This page tries again every half minute.";
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page is gone.
        }
    }

    private async Task SignAsync(ReturnView view)
    {
        if (SignedIn is null) return;
        var id = view.Trust.Code.ToString();
        var problems = await desk.SignAsync((await SignedIn).User, view, FieldsOf(id), _closed.Token);
        _problems = _problems.SetItem(id, problems);
        _spoken = problems.IsEmpty ? $"The return of {view.Trust.ShortName} is signed." : "";
        if (problems.IsEmpty) _fields.Remove(id);
        await LookAsync();
    }

    private SignFields FieldsOf(string id) => _fields.TryGetValue(id, out var fields) ? fields : _fields[id] = new SignFields();

    private bool MaySign(ReturnView view)
    {
        var now = time.GetUtcNow();
        return permits.May(_person, Act.SignReturn, view.Trust.Code) && now >= ReturnTimes.BedsAt(_due) && now < ReturnTimes.ClosesAt(_due) && (view.Signature is null || !view.Differences.IsEmpty);
    }

    private string StateOf(ReturnView view)
    {
        var now = time.GetUtcNow();
        if (view.Signature is { } signed)
        {
            var differing = view.Differences.Length;
            return differing == 0 ? $"Signed off {UkTime.DateAndClock(signed.At)}"
                : now < ReturnTimes.ClosesAt(_due) ? $"Signed off; {differing} {(differing == 1 ? "figure differs" : "figures differ")} since: an amendment is to be signed"
                : $"Signed off; {differing} {(differing == 1 ? "figure differs" : "figures differ")} since, and the return is closed";
        }

        return now < ReturnTimes.BedsAt(_due) ? "Beds are counted at 8am"
            : now < ReturnTimes.DeadlineAt(_due) ? "Not signed yet, due by 11am"
            : now < ReturnTimes.ClosesAt(_due) ? "Not signed, overdue since 11am"
            : "Never signed, and closed";
    }

    private Line LineOf(Feeds.Sitreps.ReturnFigure figure) =>
        new(figure.Column, dictionary[figure.Metric].Name, dictionary[figure.Metric].Unit);

    private static string ValueText(double? value, Unit unit) => value is { } known ? $"{FigureText.Of(known, unit)} {FigureText.Of(unit)}" : "Blank";

    private static string Address(DateOnly due) => $"/sitrep/{due.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    private sealed record Line(string Column, string Name, Unit Unit);
}
