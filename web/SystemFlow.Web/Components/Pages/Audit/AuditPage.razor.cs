using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Access;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Components.Pages.Search;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Pages.Audit;

/// <summary>The audit, looked through by words, person, kind, place and days, and verified on request.</summary>
public sealed partial class AuditPage(Permits permits, AuditLog audit, IServiceProvider services, Footprint footprint) : IDisposable
{
    private const int Most = 100;

    private readonly CancellationTokenSource _closed = new();
    private LineSearch<AuditKind> _search = new();
    private ImmutableArray<string> _problems = [];
    private ImmutableArray<AuditLine> _lines = [];
    private ClaimsPrincipal? _person;
    private string? _found;
    private bool _isLooking;

    /// <summary>Words.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Text { get; set; }

    /// <summary>A part of who did it.</summary>
    [SupplyParameterFromQuery]
    public string? Person { get; set; }

    /// <summary>What it is about.</summary>
    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    /// <summary>A place's code.</summary>
    [SupplyParameterFromQuery]
    public string? Place { get; set; }

    /// <summary>The first day.</summary>
    [SupplyParameterFromQuery]
    public string? From { get; set; }

    /// <summary>The last day.</summary>
    [SupplyParameterFromQuery]
    public string? To { get; set; }

    /// <summary>Older than this line.</summary>
    [SupplyParameterFromQuery]
    public string? Before { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    private string Found => _search.Found(_lines.Length, Most);

    private string Looked => _found ?? (audit.LastCheck is { } check
        ? $"{AuditWords.Of(check)} Last verified {UkTime.DateAndClock(check.At)}."
        : "The lines have not been verified since this program started.");

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _person = SignedIn is null ? null : (await SignedIn).User;
        if (_person is null || !permits.MaySomewhere(_person, Act.ReadAudit)) return;
        (_search, _problems) = LineSearch<AuditKind>.Read(new LineAddress(Text, Person, Kind, Place, From, To, Before), footprint);
        try
        {
            _lines = await audit.ReadAsync(_search.Question(footprint), Most + 1, _closed.Token);
        }
        catch (AuditException)
        {
            (_problems, _lines) = ([.. _problems, "The audit cannot be read now. The program's log says why."], []);
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page is gone.
        }
    }

    private async Task LookAsync()
    {
        if (SignedIn is null || permits.Ask((await SignedIn).User, Act.ReadAudit).By is not { } by) return; // A role may have ended while the page was open.
        _isLooking = true;
        try
        {
            var looked = await services.GetRequiredService<AuditKeeper>().LookAsync(by, _person?.FindFirst(ClaimTypes.NameIdentifier)?.Value, _closed.Token);
            _found = $"{looked.Words} Verified just now.";
        }
        catch (Exception error) when (error is AuditException or EventLogException)
        {
            _found = "The lines cannot be verified now: the audit or the journal cannot be read. The program's log says why.";
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The page is gone.
        }
        finally
        {
            _isLooking = false;
        }
    }

    private static string? Day(DateOnly? day) => LineSearch<AuditKind>.Day(day);
}
