using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using SystemFlow.Web.SignIn.Providers;

namespace SystemFlow.Web.Components.Pages.Access;

/// <summary>Says why the provider's word did not let somebody in, and what to do. Its address chooses among our sentences and adds none.</summary>
public sealed partial class ProviderProblemPage(IOptions<ProviderOptions> options)
{
    /// <summary>Which problem it was.</summary>
    [SupplyParameterFromQuery]
    public string? Why { get; set; }

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    private ProviderProblem Problem => ProviderProblemText.Parse(Why) ?? ProviderProblem.NotValid;

    private string Provider => options.Value.Name ?? "the provider";

    /// <inheritdoc/>
    protected override void OnInitialized() => Http.Response.StatusCode =
        Problem is ProviderProblem.Unreachable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status403Forbidden;
}
