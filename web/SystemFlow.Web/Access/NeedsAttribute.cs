using Microsoft.AspNetCore.Authorization;
using SystemFlow.Domain.Access;

namespace SystemFlow.Web.Access;

/// <summary>What somebody must be allowed to do, about some place at least, to come through a page, an endpoint or a hub's method.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsAttribute(Act act) : AuthorizeAttribute(act.ToString())
{
    /// <summary>What is done there.</summary>
    public Act Act { get; } = act;
}

internal static class NeedsRouting
{
    /// <summary>The same for an endpoint or a group of them.</summary>
    public static T Needs<T>(this T routes, Act act) where T : IEndpointConventionBuilder => routes.WithMetadata(new NeedsAttribute(act));
}
