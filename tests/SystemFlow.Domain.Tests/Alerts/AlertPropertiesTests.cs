using SystemFlow.Domain.Alerts;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Alerts;

/// <summary>What holds whatever the figures do: a thousand seeded days of a figure that wanders, falls silent and comes back.</summary>
public sealed class AlertPropertiesTests
{
    private static readonly AlertRule Rule = Course.High;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void WhateverTheFiguresDo(int seed)
    {
        var random = new Random(seed);
        for (var day = 0; day < 250; day++) LiveADay(random);
    }

    private static void LiveADay(Random random)
    {
        var (state, value, isSilent) = (AlertState.None(Rule.Code, A.Lister), 94.0, false);
        var (isAboveSince, lastResolved) = ((DateTimeOffset?)null, DateTimeOffset.MinValue);
        for (var now = A.Monday9am; now < A.Monday9am.AddDays(1); now = now.AddMinutes(random.Next(1, 12)))
        {
            value = Math.Clamp(value + (4 * (random.NextDouble() - 0.5)), 90, 99);
            isSilent = random.Next(20) == 0 ? !isSilent : isSilent;
            var standing = isSilent ? Standing.Unknown : value >= 95 ? Standing.Raised : value < 93 ? Standing.Clear : Standing.Between;
            isAboveSince = standing is Standing.Clear ? null : isAboveSince ?? now;

            var before = state;
            var step = AlertSteps.Step(Rule, state, new Evidence(standing, value, "wandering"), new StepTerms(now, [TimeSpan.Zero, TimeSpan.FromMinutes(10)]));
            state = step.State;

            foreach (var told in step.Events)
            {
                // Nobody is told in silence of anything but that nobody answered.
                if (isSilent) Assert.Equal(AlertEventKind.Escalated, told.Kind);
                if (told.Kind is AlertEventKind.Fired)
                {
                    Assert.True(now - isAboveSince >= Rule.Hold, "fired before its hold");
                    Assert.True(now - lastResolved >= Rule.Cooldown + Rule.Hold, "fired within the cool-down");
                }

                if (told.Kind is AlertEventKind.Resolved) (lastResolved, isAboveSince) = (now, null);
            }

            Assert.True(state.NextStepAt is null || state.Phase is AlertPhase.Firing, "only an unanswered alert climbs");
            Assert.Equal(state.Phase is AlertPhase.Clear, state.Episode.Length == 0);
            Assert.True(before.Episode.Length == 0 || state.Episode.Length == 0 || before.Episode == state.Episode || before.Phase is AlertPhase.Resolved, "an episode changed its name");
            Assert.True(state.UnknownSince is null || isSilent, "it is known again");
        }
    }
}
