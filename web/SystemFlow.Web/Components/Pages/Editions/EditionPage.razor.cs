using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Editions;
using SystemFlow.Operations.Editions;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Editions;

namespace SystemFlow.Web.Components.Pages.Editions;

/// <summary>A kept document: a daily dashboard or a board pack, as it was composed.</summary>
public sealed partial class EditionPage : IDisposable
{
    private const int MostSent = 200;

    private readonly EditionLog _log;
    private readonly EditionSheets _sheets;
    private readonly EditionPrints _prints;
    private readonly IOutbox _outbox;
    private readonly NavigationManager _navigation;
    private readonly CancellationTokenSource _closed = new();
    private ImmutableArray<Delivery> _sent = [];
    private Edition? _edition;
    private Sheet? _sheet;
    private string? _problem;
    private readonly Permits _permits;
    private string? _author;

    /// <summary>The page, on what it shows.</summary>
    public EditionPage(Permits permits, EditionLog log, EditionSheets sheets, IOutbox outbox, NavigationManager navigation, IServiceProvider services)
    {
        _permits = permits;
        (_log, _sheets, _outbox, _navigation) = (log, sheets, outbox, navigation);
        _prints = services.GetRequiredService<EditionPrints>(); // Internal, so not a parameter.
    }

    /// <summary>The edition's name, as its address has it.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>Who is signed in.</summary>
    [CascadingParameter]
    public Task<AuthenticationState>? SignedIn { get; set; }

    private string Back => _edition!.Kind.IsDashboard() ? "/dashboard" : "/packs";

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_edition?.Id == Id) return;
        _author = await _permits.ByAsync(SignedIn, Act.SeeContacts);
        try
        {
            var found = await _log.FindAsync(Id, _closed.Token);
            var isDaily = _navigation.ToBaseRelativePath(_navigation.Uri).StartsWith("dashboard/", StringComparison.OrdinalIgnoreCase);
            if (found is null || found.Kind.IsDashboard() != isDaily)
            {
                _navigation.NotFound();
                return;
            }

            (_edition, _sheet) = (found, _sheets.SheetOf(found));
            _sent = await _outbox.ReadAsync(null, EditionMails.LeadOf(Id), MostSent, _closed.Token);
        }
        catch (EventLogException)
        {
            _problem = EditionText.Unreadable;
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page was closed.
        }
    }
}
