using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;

namespace SystemFlow.Domain.Calls;

/// <summary>Where nobody has a grip.</summary>
public enum GripGapKind
{
    /// <summary>A place at OPEL 3 or 4 by calculation, and no open action is about it.</summary>
    PressureWithoutAction,
    /// <summary>A place at which somebody declared OPEL 3 or 4, and no open action is about it.</summary>
    DeclaredWithoutAction,
    /// <summary>Critical alerts that have been firing for long at a place without other pressure, and no open action is about it.</summary>
    AlertWithoutAction,
    /// <summary>An open action that has not moved.</summary>
    ActionWithoutMovement,
    /// <summary>A declared level that is not the calculated one.</summary>
    DeclaredDiffers,
    /// <summary>A declared level that ends soon by itself.</summary>
    DeclarationEnds,
}

/// <summary>Something to ask about on a call: the place, and the evidence.</summary>
/// <param name="Name">The place's, as said aloud.</param>
/// <param name="IsGrave">Whether it comes first: OPEL 4, a critical alert, an action that is overdue too, levels two or more apart.</param>
/// <param name="Level">The calculated level; null where it is not the evidence or not known.</param>
/// <param name="Declared">The declared level; null where it is not the evidence.</param>
/// <param name="Since">Since when: the first of the alerts fired, the action last moved, the level was declared; for a declaration that ends, when. UTC.</param>
/// <param name="Alert">What the place's critical alerts are called, after commas; null for none.</param>
/// <param name="Action">The action's number; null for none.</param>
/// <param name="What">What the action is; null for none.</param>
public sealed record GripGap(
    GripGapKind Kind, PlaceCode Place, string Name, bool IsGrave, OpelLevel? Level = null, OpelLevel? Declared = null,
    DateTimeOffset? Since = null, string? Alert = null, int? Action = null, string? What = null);

/// <summary>What counts as a grip gap.</summary>
/// <param name="AlertFor">How long a critical alert fires before an action is missed.</param>
/// <param name="StillFor">How long an open action may stand still.</param>
/// <param name="SinceLastCall">Whether an action that has not moved since the last call stands still too, however short that is ago.</param>
/// <param name="EndsWithin">How soon before its end a declaration is asked about.</param>
public sealed record GripTerms(TimeSpan AlertFor, TimeSpan StillFor, bool SinceLastCall, TimeSpan EndsWithin)
{
    /// <summary>30 minutes, 2 hours, not by calls, 1 hour: no document gives numbers, so these stand in.</summary>
    public static GripTerms Standard { get; } = new(TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), false, TimeSpan.FromHours(1));
}
