using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Rules;
using SystemFlow.Web.Live;

namespace SystemFlow.Web.Components.Pages.Rotas;

/// <summary>Who is told: on duty now and in the next 14 days, the ladders, each lead's ways, and the edit of it all.</summary>
public sealed partial class RotaPage(RuleDocuments documents, Footprint footprint, TimeProvider time) : IDisposable
{
    private const int GapsShown = 20;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _closed = new();
    private ImmutableArray<RuleDocument> _history = [];
    private ImmutableArray<DutyLine> _duties = [];
    private ImmutableArray<(string Role, Turn Gap)> _gaps = [];
    private ImmutableArray<string> _warnings = [];
    private DateTimeOffset _now;

    /// <summary>The version to edit; none for the one in force.</summary>
    [SupplyParameterFromQuery(Name = "version")]
    public int? FromVersion { get; set; }

    private Rota Rota => documents.Current.Rota;

    // Places that climb the same ladder stand together.
    private IEnumerable<(ImmutableArray<Place> Places, Ladder Ladder)> Ladders => Rota.Ladders
        .GroupBy(ladder => $"{ladder.Owner} {string.Join(' ', ladder.Rungs)}")
        .Select(same => (same.Select(ladder => footprint.Find(ladder.Place)).ToImmutableArray(), same.First()));

    private int MoreGaps => _duties.Sum(line => line.Gaps.Length) - _gaps.Length;

    /// <inheritdoc/>
    public void Dispose()
    {
        documents.Changed -= Reload;
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LookAsync();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        documents.Changed += Reload;
        _ = TickAsync(_closed.Token);
    }

    private async Task TickAsync(CancellationToken closed)
    {
        try
        {
            await PageLoops.TickAsync(time, LookEvery, () => InvokeAsync(ShowAsync), closed);
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private void Reload() => _ = InvokeAsync(async () =>
    {
        try
        {
            await ShowAsync();
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    });

    private async Task ShowAsync()
    {
        await LookAsync();
        StateHasChanged();
    }

    private async Task LookAsync()
    {
        _now = time.GetUtcNow();
        _history = await documents.HistoryAsync(RuleKind.Rota);
        _duties = DutyLine.Of(Rota, footprint, _now);
        _gaps = [.. _duties.SelectMany(line => line.Gaps.Select(gap => (line.Role.Name, gap))).OrderBy(gap => gap.gap.From).Take(GapsShown)];
        _warnings = [.. WarningsOf(Rota)];
    }

    private IEnumerable<string> WarningsOf(Rota rota)
    {
        if (documents.Problem is { } problem) yield return problem;
        var unreachable = rota.Leads.Count(lead => lead.Email is null && lead.Webhook is null);
        if (unreachable > 0) yield return $"{unreachable} of {rota.Leads.Length} leads have neither mail nor webhook: their alerts show on screen only.";
        var rules = new RotaRules(rota, footprint);
        var untold = footprint.Places.Where(place => rules.LadderFor(place.Code, AlertOwner.Lead) is null).Select(place => place.ShortName).ToList();
        if (untold.Count > 0) yield return $"Nobody is told of alerts at {string.Join(", ", untold)}: there is no ladder.";
    }

    private string RoleName(string code) => Rota.Roles.FirstOrDefault(role => role.Code == code)?.Name ?? code;

    private string? NowOn(string role) => _duties.FirstOrDefault(line => line.Role.Code == role)?.Now?.Name;
}
