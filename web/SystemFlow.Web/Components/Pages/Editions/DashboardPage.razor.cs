using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Editions;
using SystemFlow.Operations;
using SystemFlow.Operations.Editions;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Editions;

namespace SystemFlow.Web.Components.Pages.Editions;

/// <summary>The newest daily dashboard, earlier ones, when the next comes, who gets it, and what a person may do about it.</summary>
public sealed partial class DashboardPage : IDisposable
{
    private const int MostListed = 60;
    private const int VersionsListed = 10;

    private readonly EditionLog _log;
    private readonly EditionSheets _sheets;
    private readonly EditionDesk _desk;
    private readonly EditionClock _clock;
    private readonly EditionPrints _prints;
    private readonly IRunKind _run;
    private readonly CancellationTokenSource _closed = new();
    private readonly DistributionFields _fields = new();
    private ImmutableArray<EditionHead> _earlier = [];
    private ImmutableArray<EditionHead> _asked = [];
    private ImmutableArray<Distribution> _lists = [];
    private ImmutableArray<string> _problems = [];
    private Edition? _newest;
    private Sheet? _sheet;
    private readonly Permits _permits;
    private string? _author, _composer;
    private bool _seesContacts;
    private string? _done;
    private string _address = "";
    private bool _isBusy;

    /// <summary>The page, on what it shows and does.</summary>
    public DashboardPage(Permits permits, EditionLog log, EditionSheets sheets, EditionDesk desk, EditionClock clock, IServiceProvider services)
    {
        _permits = permits;
        (_log, _sheets, _desk, _clock) = (log, sheets, desk, clock);
        _prints = services.GetRequiredService<EditionPrints>(); // Internal, so not a parameter.
        _run = services.GetRequiredService<IRunKind>();
    }

    /// <summary>Who is signed in.</summary>
    [CascadingParameter]
    public Task<AuthenticationState>? SignedIn { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _log.Changed -= Reload;
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _author = await _permits.ByAsync(SignedIn, Act.EditDistribution);
        _composer = await _permits.ByAsync(SignedIn, Act.ComposeEdition);
        _seesContacts = await _permits.ByAsync(SignedIn, Act.SeeContacts) is not null;
        await LookAsync();
        BeginEdit();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _log.Changed += Reload;
    }

    private void Reload() => _ = InvokeAsync(async () =>
    {
        try
        {
            await LookAsync();
            StateHasChanged();
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    });

    private async Task LookAsync()
    {
        try
        {
            var newest = new[] { await _log.NewestAsync(EditionKind.Daily, _closed.Token), await _log.NewestAsync(EditionKind.Asked, _closed.Token) };
            _newest = newest.OfType<Edition>().MaxBy(edition => edition.Moment);
            _earlier = await EarlierAsync(EditionKind.Daily);
            _asked = await EarlierAsync(EditionKind.Asked);
            _lists = await _log.ListsAsync(VersionsListed, _closed.Token);
            _sheet = _newest is null ? null : _sheets.SheetOf(_newest);
            if (_problems is [var only] && only == EditionText.Unreadable) _problems = [];
        }
        catch (EventLogException)
        {
            _problems = [EditionText.Unreadable];
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page was closed.
        }
    }

    private async Task<ImmutableArray<EditionHead>> EarlierAsync(EditionKind kind) =>
        (await _log.ListAsync(kind, MostListed, _closed.Token)).RemoveAll(edition => edition.Id == _newest?.Id);

    private void BeginEdit() => (_fields.Lines, _fields.Reason, _fields.NewestSeen) = (EditionDesk.LinesOf(_log.List), "", _log.List.Version);

    private Task ComposeAsync() => DoAsync(async person =>
    {
        var made = await _desk.ComposeNowAsync(person, _closed.Token);
        return (made.Problem is { } problem ? [problem] : [], "Composed and kept. It is shown below.");
    });

    private Task SendTestAsync() => DoAsync(async person =>
        (await _desk.SendTestAsync(person, _newest!.Id, _address, _closed.Token), $"A test is on its way to {_address.Trim()}."));

    private Task SaveListAsync() => DoAsync(async person =>
    {
        var problems = await _desk.SaveListAsync(person, _fields, _closed.Token);
        if (problems.IsEmpty) BeginEdit();
        return (problems, "The list is saved.");
    });

    private async Task DoAsync(Func<System.Security.Claims.ClaimsPrincipal, Task<(ImmutableArray<string> Problems, string Done)>> act)
    {
        if (_isBusy) return;
        _isBusy = true;
        try
        {
            var person = SignedIn is null ? new System.Security.Claims.ClaimsPrincipal() : (await SignedIn).User;
            var (problems, done) = await act(person);
            (_problems, _done) = (problems, problems.IsEmpty ? done : null);
        }
        finally
        {
            _isBusy = false;
        }
    }
}
