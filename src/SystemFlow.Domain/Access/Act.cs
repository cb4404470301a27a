namespace SystemFlow.Domain.Access;

/// <summary>Everything that somebody can do here. Who may is in <see cref="AccessTable"/>.</summary>
public enum Act
{
    /// <summary>See figures, levels, alerts, actions, calls and what was done about them.</summary>
    Look,
    /// <summary>See the wallboard, and hold it open. A screen on a wall may do this and nothing else.</summary>
    WatchWall,
    /// <summary>See the addresses that people are reached at.</summary>
    SeeContacts,
    /// <summary>Enter figures by hand.</summary>
    EnterFigures,
    /// <summary>Declare a level, or withdraw one.</summary>
    DeclareLevel,
    /// <summary>Take an alert on or put it off.</summary>
    AnswerAlert,
    /// <summary>Say beforehand what is expected, so that it alarms nobody.</summary>
    PlanEvent,
    /// <summary>Give an action to a place.</summary>
    GiveAction,
    /// <summary>Accept, move on, pass on or close an action.</summary>
    WorkAction,
    /// <summary>Give or decline what an action card offers.</summary>
    AnswerCard,
    /// <summary>Be on a call: say who is there, note and decide.</summary>
    JoinCall,
    /// <summary>Take the chair of a call, begin and end it, make its pack again.</summary>
    ChairCall,
    /// <summary>Hand a shift over and take it.</summary>
    HandOver,
    /// <summary>Compose a daily dashboard or a board pack.</summary>
    ComposeEdition,
    /// <summary>Say to whom the dashboard is sent, and send tests.</summary>
    EditDistribution,
    /// <summary>Sign a situation report off, as the trust's duty director.</summary>
    SignReturn,
    /// <summary>See refused rows and correct or dismiss them.</summary>
    CorrectRows,
    /// <summary>Issue, change and revoke feeds' keys.</summary>
    ManageKeys,
    /// <summary>Change how levels come about, when somebody is warned, and action cards.</summary>
    EditRules,
    /// <summary>Change who is on duty and how they are reached.</summary>
    EditRota,
    /// <summary>Let people in, and say what they may do.</summary>
    ManagePeople,
    /// <summary>Let a screen on a wall in.</summary>
    ManageWalls,
    /// <summary>Read who signed in, was refused, and changed what.</summary>
    ReadAudit,
}

/// <summary>Over what a role must be held for an act.</summary>
public enum Reach
{
    /// <summary>Over any place: what is done concerns everybody alike.</summary>
    Anywhere,
    /// <summary>Over the place that it is done about.</summary>
    Place,
    /// <summary>Over the whole system.</summary>
    WholeSystem,
}
