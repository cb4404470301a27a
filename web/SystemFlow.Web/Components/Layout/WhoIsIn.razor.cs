using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.Components.Layout;

/// <summary>Who is signed in, with the way out; or the way in.</summary>
public sealed partial class WhoIsIn
{
    private string? _person;
    private bool _looksOnly;

    /// <summary>The page to come back to, from the root.</summary>
    [Parameter, EditorRequired]
    public required string ReturnTo { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (SignedIn is null) return;
        var person = (await SignedIn).User;
        (_person, _looksOnly) = (PersonText.Of(person), SessionPrincipals.IsLooksOnly(person));
    }
}
