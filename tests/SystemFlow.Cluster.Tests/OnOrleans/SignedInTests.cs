using System.Net;

namespace SystemFlow.Cluster.Tests.OnOrleans;

/// <summary>Somebody who is signed in, whichever node answers.</summary>
public sealed class SignedInTests(Servers servers)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan CountsWithin = TimeSpan.FromSeconds(5);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Person_SignedInAtOneNode_IsSignedInAtTheOthers_AndNoLongerOnceTheSessionEnds()
    {
        await using var cluster = await FlowCluster.StartAsync(servers, Cancelled);
        using var visitor = new Visitor();
        await visitor.SignInAsync(cluster.Nodes[0], Cancelled);

        foreach (var node in cluster.Nodes) await UntilAsync(visitor, node, HttpStatusCode.OK);

        // The form is one node's, and the click goes to another.
        await visitor.PostAsync(new Uri(cluster.Nodes[1].Address, "account"), new Uri(cluster.Nodes[2].Address, "sign-out"), [], Cancelled);
        foreach (var node in cluster.Nodes) await UntilAsync(visitor, node, HttpStatusCode.Redirect);
    }

    private static async Task UntilAsync(Visitor visitor, FlowNode node, HttpStatusCode status)
    {
        using var within = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        within.CancelAfter(CountsWithin);
        using var looks = new PeriodicTimer(LookEvery, TimeProvider.System);
        while (await visitor.AccountAsync(node, within.Token) != status) await looks.WaitForNextTickAsync(within.Token);
    }
}
