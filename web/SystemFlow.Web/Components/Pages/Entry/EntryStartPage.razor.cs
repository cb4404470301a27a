using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Web.Access;

namespace SystemFlow.Web.Components.Pages.Entry;

/// <summary>Where a person chooses the place that they enter figures for; the last one of this browser comes first.</summary>
public sealed partial class EntryStartPage(Permits permits, Footprint footprint, MetricDictionary dictionary, IJSRuntime js)
{
    private string? _author;
    private Place? _last;

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => _author = await permits.SomewhereAsync(SignedIn, Act.EnterFigures);

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        try
        {
            await using var memory = await js.InvokeAsync<IJSObjectReference>("import", EntryPage.Memory);
            if (footprint.TryFind(await memory.InvokeAsync<string?>("lastPlace"), out var last))
            {
                _last = last;
                StateHasChanged();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page was closed; nobody is there to be shown it.
        }
    }

    private static string IdOf(string title) => "choose-" + string.Concat(title.Where(char.IsAsciiLetter)).ToLowerInvariant();
}
