using Microsoft.Extensions.Options;
using SystemFlow.Domain.Actions;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Events;

namespace SystemFlow.Browser.Tests;

/// <summary>Actions in every state, for pages to be full: 1 is open, 2 overdue and 3 done.</summary>
internal static class SampleActions
{
    /// <summary>Writes them into a data folder that no program uses.</summary>
    public static async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var log = new ActionLog(new EventLog(Options.Create(new EventLogOptions { Path = Path.Combine(folder, "events.db") }), time), time);
        await GiveAsync("Bring forward the assessments of everybody who waits for pathway 2", TimeSpan.FromHours(2), "RWH");
        await GiveAsync("Open 6 escalation beds", TimeSpan.FromMinutes(-25), "RWH01");
        await GiveAsync("Second ambulance liaison officer", TimeSpan.FromHours(1), "RWH01");
        await log.ChangeAsync(
            3,
            before =>
            {
                var (after, refusal) = ActionRules.Apply(
                    before, new ActionCommand(before.Version, "Ann Other, site lead", ActionLineKind.Done, "There until 8pm"), time.GetUtcNow());
                return (after is null ? null : new ActionChange(after, [], null), refusal);
            },
            cancellationToken);

        Task<JointAction> GiveAsync(string what, TimeSpan due, string about)
        {
            var now = time.GetUtcNow();
            var order = new ActionOrder(what, PlaceCode.Parse("RWH01"), "site-lead-lister", now + due)
            {
                Why = "97 % of beds are occupied",
                Level = OpelLevel.Three,
                About = PlaceCode.Parse(about),
            };
            return log.GiveAsync(
                number => new ActionChange(ActionRules.Give(number, order, "Jo Smith, chair", "To Lister (Site lead, Lister).", now.AddHours(-1)), [], null),
                cancellationToken);
        }
    }
}
