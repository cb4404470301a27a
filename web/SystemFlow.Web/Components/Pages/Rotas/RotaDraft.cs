using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;

namespace SystemFlow.Web.Components.Pages.Rotas;

/// <summary>
/// A rota while it is edited. A webhook's address may hold a secret, so the person sees its host alone; what they leave as it
/// is stays as it was.
/// </summary>
internal sealed class RotaDraft(Rota from)
{
    /// <summary>Stands where the rest of an address is.</summary>
    public const string Hidden = "/kept-as-it-is";

    /// <summary>The rota as the person sees and edits it.</summary>
    public string Json { get; set; } = Hide(from).ToJson();

    /// <summary>The rota as edited, with whole addresses.</summary>
    /// <exception cref="FormatException">It is no rota; the message lists every fault.</exception>
    public Rota ToRota(Footprint footprint)
    {
        var edited = Rota.Parse(Json, footprint);
        return edited with { Leads = [.. edited.Leads.Select(Restore)] };
    }

    /// <summary>One lead, to be edited; null where there is none such.</summary>
    /// <exception cref="FormatException">The rest of the draft is no rota.</exception>
    public LeadFields? Find(string code, Footprint footprint) =>
        Rota.Parse(Json, footprint).Leads.FirstOrDefault(lead => lead.Code == code) is { } lead ? new LeadFields(lead) : null;

    /// <summary>Takes an edited lead into the draft.</summary>
    /// <exception cref="FormatException">It cannot be; the message says why, and the draft is as it was.</exception>
    public void Take(LeadFields fields, Footprint footprint)
    {
        var rota = Rota.Parse(Json, footprint);
        var json = (rota with { Leads = [.. rota.Leads.Select(lead => lead.Code == fields.Code ? fields.Change(lead) : lead)] }).ToJson();
        Rota.Parse(json, footprint);
        Json = json;
    }

    private static Rota Hide(Rota rota) => rota with
    {
        Leads = [.. rota.Leads.Select(lead => lead.Webhook is { } hook ? lead with { Webhook = HostOf(hook) } : lead)],
    };

    private static Uri HostOf(Uri hook) => new UriBuilder(hook.Scheme, hook.Host, hook.Port, Hidden).Uri;

    private Lead Restore(Lead lead)
    {
        if (lead.Webhook is not { } hook || hook.AbsolutePath != Hidden) return lead;
        var kept = from.Leads.FirstOrDefault(known => known.Code == lead.Code)?.Webhook;
        return kept is not null && HostOf(kept) == hook
            ? lead with { Webhook = kept }
            : throw new FormatException($"Give the whole webhook address of {lead.Code}: none was kept for it at {hook.Host}.");
    }
}

/// <summary>What is usually changed about a lead.</summary>
internal sealed class LeadFields(Lead lead)
{
    public string Code => lead.Code;

    public string Name { get; set; } = lead.Name;

    public string? Email { get; set; } = lead.Email;

    public string? Webhook { get; set; } = lead.Webhook?.AbsoluteUri;

    public WebhookStyle Style { get; set; } = lead.Style;

    public bool HasQuiet { get; set; } = lead.Quiet is not null;

    public TimeOnly QuietFrom { get; set; } = lead.Quiet?.From ?? new TimeOnly(22, 0);

    public TimeOnly QuietTo { get; set; } = lead.Quiet?.To ?? new TimeOnly(7, 0);

    public Severity BreaksThrough { get; set; } = lead.Quiet?.BreaksThrough ?? Severity.Critical;

    /// <summary>The lead with these.</summary>
    /// <exception cref="FormatException">The webhook is no address.</exception>
    public Lead Change(Lead before) => before with
    {
        Name = Name.Trim(),
        Email = Words(Email),
        Webhook = Words(Webhook) is not { } text ? null
            : Uri.TryCreate(text, UriKind.Absolute, out var hook) ? hook
            : throw new FormatException($"The webhook of {Code} is not an address such as https://hooks.example.org/abc."),
        Style = Style,
        Quiet = HasQuiet ? new QuietHours(QuietFrom, QuietTo, BreaksThrough) : null,
    };

    private static string? Words(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
