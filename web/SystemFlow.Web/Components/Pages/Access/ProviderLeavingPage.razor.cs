using Microsoft.Extensions.Options;
using SystemFlow.Web.SignIn.Providers;

namespace SystemFlow.Web.Components.Pages.Access;

/// <summary>Between signing out here and there.</summary>
public sealed partial class ProviderLeavingPage(IOptions<ProviderOptions> provider);
