using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using SystemFlow.Domain.Access;
using SystemFlow.Operations.Accounts;

namespace SystemFlow.Web.SignIn;

/// <summary>Who has to have a second factor.</summary>
internal sealed class SecondFactorNeed(IOptions<SignInOptions> options, IServer server)
{
    /// <summary>Whether an account only looks until it has one.</summary>
    public bool Has(Account account) => (options.Value.SecondFactor ?? (IsThisMachineOnly ? "optional" : "administrators")) switch
    {
        "everybody" => true,
        "administrators" => account.Grants.Any(grant => grant.Role is Role.Administrator),
        _ => false,
    };

    /// <summary>Whether nobody can reach the program over a network. A server without addresses is a test's.</summary>
    public bool IsThisMachineOnly => server.Features.Get<IServerAddressesFeature>()?.Addresses.All(IsThisMachine) ?? true;

    private static bool IsThisMachine(string address)
    {
        var host = BindingAddress.Parse(address).Host.Trim('[', ']');
        return host is "localhost" || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
    }
}
