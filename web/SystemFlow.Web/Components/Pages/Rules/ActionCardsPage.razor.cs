using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Rules;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Parts;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Pages.Rules;

/// <summary>The action cards in force, and every version before them; edited as text, checked before they are saved.</summary>
public sealed partial class ActionCardsPage(Permits permits, RuleDocuments documents, AuditLog audit, Footprint footprint)
{
    private ActionCards _shown = ActionCards.Standard;
    private ImmutableArray<RuleDocument> _history = [];
    private ImmutableArray<string> _problems = [];
    private RuleDocument? _opened;
    private string _json = "";
    private string? _author;
    private string? _done;
    private bool _isEdited;
    private int _newestSeen;

    /// <summary>The version to start from; none for the one in force.</summary>
    [SupplyParameterFromQuery(Name = "version")]
    public int? FromVersion { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _author = await permits.ByAsync(SignedIn, Act.EditRules);
        _opened = FromVersion is { } version ? await documents.ReadAsync(RuleKind.ActionCards, version) : null;
        await StartAsync(_opened);
    }

    private async Task StartAsync(RuleDocument? from)
    {
        _history = await documents.HistoryAsync(RuleKind.ActionCards);
        _newestSeen = _history[0].Version;
        _json = from?.Body ?? documents.Current.Cards.ToJson();
        Check();
    }

    private void Check()
    {
        (_problems, _done) = ([], null);
        try
        {
            _shown = ActionCards.Parse(_json, footprint);
            _isEdited = _shown.ToJson() != documents.Current.Cards.ToJson();
        }
        catch (FormatException error)
        {
            _problems = [.. RuleText.FaultsIn(error)];
        }
    }

    private async Task SaveAsync(RuleSave save)
    {
        _author = await permits.ByAsync(SignedIn, Act.EditRules); // A session may have ended while the page was open.
        if (_author is null) return;
        Check();
        if (!_problems.IsEmpty) return;
        var saved = await save.KeepAsync(documents, audit, (await SignedIn!).User, RuleKind.ActionCards, _newestSeen, _json, _opened, _author);
        if (saved.Refusal is { } refusal)
        {
            _problems = [refusal];
            return;
        }

        _opened = null;
        await StartAsync(null);
        _done = save.Done(saved);
    }
}
