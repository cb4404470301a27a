using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Access;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.Components.Pages;

/// <summary>Stands where somebody may not go: says who they are here, and whom to ask.</summary>
public sealed partial class NotAllowed(NavigationManager navigation, Footprint footprint)
{
    private string? _person;
    private ImmutableArray<string> _roles = [];

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    private string SignIn => $"{SignInHosting.Path}?returnUrl={Uri.EscapeDataString($"/{navigation.ToBaseRelativePath(navigation.Uri)}")}";

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (SignedIn is null) return;
        var person = (await SignedIn).User;
        _person = PersonText.Of(person);
        _roles = [.. PersonClaims.GrantsOf(person).Select(grant => AccessText.Of(grant, footprint))];
    }
}
