import type { Account } from "@workspace/common/contracts/auth";
import { useState } from "preact/hooks";
import { navigate } from "../router/router.js";
import { useStore } from "../state/store.js";
import { chooseTheme, theme } from "../theme/theme.js";
import { Avatar } from "../ui/avatar.js";
import { describeFailure } from "../ui/describe-failure.js";
import { Icon } from "../ui/icon.js";
import { Menu } from "../ui/menu.js";
import { Segmented } from "../ui/segmented.js";
import { showToast } from "../ui/toasts.js";
import { useWorkspace } from "../workspace-context.js";
import { PasswordDialog } from "./password-dialog.js";
import { leaveSession } from "./use-session.js";

const THEMES = [
  { value: "system", label: "Auto", icon: "screen" },
  { value: "light", label: "Light", icon: "sun" },
  { value: "dark", label: "Dark", icon: "moon" },
] as const;

/** Who one is, the theme, the password, and the way out. */
export function AccountMenu({ user }: { user: Account }) {
  const { auth } = useWorkspace();
  const [isChanging, setChanging] = useState(false);
  const chosen = useStore(theme);

  async function logOut(): Promise<void> {
    // Whoever comes next begins at the start.
    navigate("/");
    try {
      await leaveSession(() => auth.logOut());
    } catch (error) {
      showToast("bad", `Signed out here, but the server was not told. ${describeFailure(error)}`);
    }
  }

  return (
    <>
      <Menu
        label={`Account of ${user.name}`}
        buttonClass="button quiet account-button"
        button={
          <>
            <Avatar userId={user.id} name={user.name} isDecoration />
            <Icon name="down" size={12} />
          </>
        }
      >
        {(close) => (
          <>
            <div class="menu-head">
              <p class="truncate user-text">
                <strong>{user.name}</strong>
              </p>
              <p class="truncate muted">{user.email}</p>
            </div>
            <div class="menu-theme">
              <Segmented label="Theme" value={chosen} options={THEMES} onChange={chooseTheme} />
            </div>
            <button
              type="button"
              class="menu-item"
              onClick={() => {
                close();
                setChanging(true);
              }}
            >
              <Icon name="key" />
              Change password
            </button>
            <button type="button" class="menu-item" onClick={() => void logOut()}>
              <Icon name="logOut" />
              Sign out
            </button>
          </>
        )}
      </Menu>
      {isChanging && <PasswordDialog onClose={() => setChanging(false)} />}
    </>
  );
}
