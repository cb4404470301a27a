using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Stands where something cannot be done: asks who has not signed in to, and tells who has what role it takes.</summary>
public sealed partial class WhyNot(Permits permits)
{
    private string? _words;

    /// <summary>What cannot be done.</summary>
    [Parameter, EditorRequired]
    public required Act Act { get; set; }

    /// <summary>The place that it would be about; null for any, or none.</summary>
    [Parameter]
    public PlaceCode? Place { get; set; }

    /// <summary>For who has not signed in: where to, and what for.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment ChildContent { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => _words =
        SignedIn is not null && (await SignedIn).User is var person && PersonText.Of(person) is not null ? permits.Look(person, Act, Place).Refusal : null;
}
