import { isTokenRefusal } from "../workspace-error.js";
import type { SendHttp } from "./http.js";
import type { SessionKeeper } from "./session-keeper.js";

/** Makes requests with the session's token, and once more with a newer one where there is one after a refusal. */
export function createAuthorized(http: SendHttp, keeper: SessionKeeper): SendHttp {
  return async (request) => {
    const token = await keeper.token();
    try {
      return await http({ ...request, token });
    } catch (error) {
      // A refused token has had no effect, so that any request may be made again.
      if (!isTokenRefusal(error) || !(await keeper.refuse(token))) throw error;
    }
    return http({ ...request, token: await keeper.token() });
  };
}
