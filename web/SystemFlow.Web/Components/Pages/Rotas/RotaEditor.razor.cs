using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Rules;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Parts;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Pages.Rotas;

/// <summary>Edits the rota: one lead in a form, or everything as JSON; saved with a reason as a new version.</summary>
public sealed partial class RotaEditor(Permits permits, RuleDocuments documents, AuditLog audit, Footprint footprint)
{
    private RotaDraft? _draft;
    private LeadFields? _lead;
    private RuleDocument? _opened;
    private ImmutableArray<Lead> _leads = [];
    private ImmutableArray<string> _problems = [];
    private string? _author;
    private string? _noticed;
    private int? _started;
    private int _newestSeen;

    /// <summary>The version to start from; null for the one in force.</summary>
    [Parameter]
    public int? FromVersion { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _author = await permits.ByAsync(SignedIn, Act.EditRota);
        if (_draft is not null && _started == FromVersion) return;
        _started = FromVersion;
        _opened = FromVersion is { } version ? await documents.ReadAsync(RuleKind.Rota, version) : null;
        await StartAsync(_opened);
    }

    private async Task StartAsync(RuleDocument? from)
    {
        _newestSeen = (await documents.HistoryAsync(RuleKind.Rota))[0].Version;
        var rota = documents.Current.Rota;
        if (from is not null) Try(() => rota = Rota.Parse(from.Body, footprint));
        (_draft, _lead, _leads) = (new RotaDraft(rota), null, rota.Leads);
        _noticed = from is null ? null : $"The draft is version {from.Version}. Save it to put it in force again.";
    }

    private void Choose(string? code) => Try(() =>
    {
        if (_lead is { } before) _draft!.Take(before, footprint);
        _lead = _draft!.Find(code ?? "", footprint);
    });

    private void TakeLead() => Try(() =>
    {
        _draft!.Take(_lead!, footprint);
        _leads = Rota.Parse(_draft.Json, footprint).Leads;
        _noticed = $"{_lead!.Name} is changed in the draft. Save it to put it in force.";
    });

    private void Check() => Try(() =>
    {
        _leads = _draft!.ToRota(footprint).Leads;
        (_lead, _noticed) = (null, "The draft can be used.");
    });

    private void Try(Action action)
    {
        (_problems, _noticed) = ([], null);
        try
        {
            action();
        }
        catch (FormatException error)
        {
            _problems = [.. RuleText.FaultsIn(error)];
        }
    }

    private async Task SaveAsync(RuleSave save)
    {
        if (await permits.ByAsync(SignedIn, Act.EditRota) is not { } author) return;
        Rota? rota = null;
        Try(() =>
        {
            if (_lead is { } open) _draft!.Take(open, footprint);
            rota = _draft!.ToRota(footprint);
        });
        if (rota is null) return;
        var body = rota.ToJson();
        if (_opened is null && body == documents.Current.Rota.ToJson())
        {
            _problems = ["Nothing was changed, so nothing was saved."];
            return;
        }

        var saved = await save.KeepAsync(documents, audit, (await SignedIn!).User, RuleKind.Rota, _newestSeen, body, _opened, author);
        if (saved.Refusal is { } refusal)
        {
            _problems = [refusal];
            return;
        }

        _opened = null;
        await StartAsync(null);
        _noticed = save.Done(saved);
    }
}
