using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Layout;

/// <summary>Who is signed in, with the way out; or the way in.</summary>
public sealed partial class WhoIsIn
{
    private string? _person;

    /// <summary>The page to come back to, from the root.</summary>
    [Parameter, EditorRequired]
    public required string ReturnTo { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => _person = await PersonText.OfAsync(SignedIn);
}
