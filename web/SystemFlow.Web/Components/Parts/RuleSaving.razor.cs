using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Access;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Rules;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Parts;

/// <summary>What goes with a new version of rules.</summary>
/// <param name="Note">Why.</param>
/// <param name="ConfirmedBy">Who confirmed the numbers; null for nobody yet.</param>
/// <param name="IsPutInForce">Whether it holds from now on.</param>
public sealed record RuleSave(string Note, string? ConfirmedBy, bool IsPutInForce)
{
    /// <summary>
    /// Saves a body as a new version; an old version that was opened and not changed is put in force again. A line of the audit comes first.
    /// </summary>
    /// <param name="newestSeen">The newest version when the edit began.</param>
    /// <param name="opened">The version that the edit began with; null for the one in force.</param>
    public async Task<SavedRules> KeepAsync(
        RuleDocuments documents, AuditLog audit, ClaimsPrincipal person, RuleKind kind, int newestSeen, string body, RuleDocument? opened, string author)
    {
        var patient = FreeText.Patient(Note, "the reason") ?? FreeText.Patient(ConfirmedBy, "who confirmed it") ?? FreeText.Patient(body, "the text");
        if (patient is not null) return new SavedRules(null, patient);
        var isAgain = opened?.Body == body && IsPutInForce;
        var words = $"{(isAgain ? $"Put version {opened!.Version} in force again" : IsPutInForce ? "Saved a version, in force at once" : "Saved a draft")}: {RuleText.NameOf(kind)}. {Note.Trim()}";
        try
        {
            return await audit.DoAsync(
                person.AuditEntry(kind is RuleKind.Rota ? AuditKind.Rota : AuditKind.Rule, kind is RuleKind.Rota ? "/rota" : "/rules", words),
                () => isAgain ? documents.UseAsync(kind, opened!.Version, author, Note) : documents.SaveAsync(kind, newestSeen, body, author, Note, IsPutInForce, ConfirmedBy),
                saved => saved.Refusal);
        }
        catch (AuditException error)
        {
            return new SavedRules(null, error.Message);
        }
    }

    /// <summary>What was done, for whoever saved.</summary>
    public string Done(SavedRules saved) => $"Saved as version {saved.Version}{(IsPutInForce ? ", in force now" : ", as a draft")}.";
}

/// <summary>Asks why, by whom it is confirmed and whether it is put in force; who is not signed in is asked to.</summary>
public sealed partial class RuleSaving
{
    private string _note = "";
    private string? _confirmedBy;
    private bool _isPutInForce = true;

    /// <summary>What saving is, in the table of access.</summary>
    [Parameter]
    public Act Act { get; set; } = Act.EditRules;

    /// <summary>Who saves; null when nobody is signed in.</summary>
    [Parameter, EditorRequired]
    public string? Author { get; set; }

    /// <summary>The newest version when the edit began.</summary>
    [Parameter, EditorRequired]
    public required int NewestSeen { get; set; }

    /// <summary>The page to come back to after signing in.</summary>
    [Parameter, EditorRequired]
    public required string ReturnTo { get; set; }

    /// <summary>Saves.</summary>
    [Parameter, EditorRequired]
    public EventCallback<RuleSave> OnSave { get; set; }

    private Task SaveAsync() => OnSave.InvokeAsync(new RuleSave(_note, _confirmedBy, _isPutInForce));
}
