using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Events;
using SystemFlow.Web.Access;
using SystemFlow.Web.Audit;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;
using SystemFlow.Web.Notices;

namespace SystemFlow.Web.Components.Pages.Rotas;

/// <summary>Every lead's ways, each with a test message and what became of it.</summary>
public sealed partial class LeadsTable(Permits permits, TestNotices tests, AuditLog audit, IOutbox outbox, Footprint footprint, TimeProvider time) : IDisposable
{
    private const int MessagesLookedAt = 20;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closed = new();
    private ImmutableDictionary<string, ImmutableArray<Delivery>> _sent = ImmutableDictionary<string, ImmutableArray<Delivery>>.Empty;
    private string? _author;
    private bool _seesContacts;
    private string? _refused; // The lead whose test could not be recorded.

    /// <summary>Who can be told.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<Lead> Leads { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _author = await permits.ByAsync(SignedIn, Act.EditRota);
        _seesContacts = await permits.ByAsync(SignedIn, Act.SeeContacts) is not null;
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _ = FollowAsync(_closed.Token);
    }

    private async Task FollowAsync(CancellationToken closed)
    {
        try
        {
            await PageLoops.TickAsync(time, LookEvery, () => InvokeAsync(() => LookAsync(closed)), closed);
        }
        catch (Exception error) when (!closed.IsCancellationRequested)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private IEnumerable<string> ResultsOf(string lead) => lead == _refused
        ? ["It could not be recorded, so nothing was sent. Try again; if it stays so, tell whoever runs this server."]
        : _sent.GetValueOrDefault(lead, []).Select(RotaText.Of);

    private async Task SendTestAsync(string lead)
    {
        if (await permits.ByAsync(SignedIn, Act.EditRota) is null) return;
        try
        {
            var messages = await audit.DoAsync(
                (await SignedIn!).User.AuditEntry(AuditKind.List, "/rota", $"Sent a test message to the lead {lead}."),
                () => tests.SendTestAsync(lead, _closed.Token), sent => sent.IsEmpty ? "there is no address to send it to." : null);
            _sent = _sent.SetItem(lead, [.. messages.Select(message => new Delivery(message, DeliveryStatus.Waiting, 0, "", null))]);
            _refused = null;
        }
        catch (Exception error) when (error is EventLogException or AuditException)
        {
            _refused = lead;
        }
    }

    private async Task LookAsync(CancellationToken closed)
    {
        foreach (var (lead, sent) in _sent.Where(test => test.Value.Any(delivery => delivery.Status is DeliveryStatus.Waiting)))
        {
            var newest = await outbox.ReadAsync(null, lead, MessagesLookedAt, closed);
            var ids = sent.Select(delivery => delivery.Message.Id).ToHashSet();
            ImmutableArray<Delivery> found = [.. newest.Where(delivery => ids.Contains(delivery.Message.Id)).OrderBy(delivery => delivery.Message.Channel)];
            if (found.IsEmpty || found.SequenceEqual(sent)) continue;
            _sent = _sent.SetItem(lead, found);
            StateHasChanged();
        }
    }
}
